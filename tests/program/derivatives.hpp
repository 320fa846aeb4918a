// SPDX-License-Identifier: BSL-1.0
/// Jacobians, Hessians and products with them, against differences of formulas written out in
/// long double: of one sample and of batches, with respect to inputs and to parameters.
#pragma once

#include "samples.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <tuple>
#include <utility>
#include <vector>

namespace derived {

using namespace etch;
using oracle::arrays;
using oracle::numbers;
using oracle::real;

// Matrices as numbers: row by row, the elements of the value by those of the variable.

/// `f(in)` by the elements of `in[k]`; error of order 1e-14.
template <class F>
inline numbers jacobian_of(F f, arrays in, std::size_t k, real step = 1e-3L) {
  const std::size_t rows = f(in).size(), columns = in[k].size();
  numbers result(rows * columns);
  for (std::size_t j = 0; j < columns; ++j) {
    const auto moved = [&](real reach) {
      arrays at = in;
      at[k][j] += reach;
      return f(at);
    };
    const numbers up = moved(step), down = moved(-step), up2 = moved(2 * step),
                  down2 = moved(-2 * step), up3 = moved(3 * step), down3 = moved(-3 * step);
    for (std::size_t i = 0; i < rows; ++i) {
      result[i * columns + j] =
          (45 * (up[i] - down[i]) - 9 * (up2[i] - down2[i]) + (up3[i] - down3[i])) /
          (60 * step);
    }
  }
  return result;
}

inline numbers by_vector(const numbers& matrix, const numbers& vector) {
  return oracle::multiplied(matrix, vector, vector.size());
}
inline numbers by_covector(const numbers& covector, const numbers& matrix) {
  return oracle::multiplied(covector, matrix, covector.size());
}

/// The cotangent of an expression, and the tangent of symbol number `K`.
template <Expression E>
constexpr auto cotangent_of(E) {
  return []<std::size_t... Axis>(std::index_sequence<Axis...>) {
    return input<"cotangent", E::self.shape.extent[Axis]...>;
  }(std::make_index_sequence<static_cast<std::size_t>(E::self.shape.rank)>{});
}
template <std::size_t K, class S>
struct tangent;
template <std::size_t K, graph::role Role, fixed_string Name, int... Extents>
struct tangent<K, symbol<Role, Name, Extents...>> {
  static constexpr fixed_string<3> name = [] {
    fixed_string<3> text("v0");
    text.text[1] = static_cast<char>('0' + K);
    return text;
  }();
  using type = symbol<Role, name, Extents...>;
};

/// A model, without Hessian unless it says by which variable.
struct model {
  static constexpr std::size_t twice_by = static_cast<std::size_t>(-1);
  static constexpr real step = 1e-3L;  ///< of the differences
};

/// The derivatives of `Model::value` are those of `Model::formula`.
template <class Model>
class derivatives {
  static constexpr auto symbols = Model::symbols;
  static constexpr auto value = Model::value;
  static constexpr std::size_t count =
      std::tuple_size_v<std::remove_cvref_t<decltype(symbols)>>;
  static constexpr auto numbered = std::make_index_sequence<count>{};
  static constexpr bool is_scalar = value.self.shape.is_scalar();

  static constexpr auto cotangent = cotangent_of(value);
  static constexpr std::tuple tangents = []<std::size_t... K>(std::index_sequence<K...>) {
    return std::tuple{
        typename tangent<K, std::remove_cvref_t<decltype(std::get<K>(symbols))>>::type{}...};
  }(numbered);

  /// What is asked for of one variable.
  template <std::size_t K>
  static constexpr auto outputs_by() {
    constexpr auto variable = std::get<K>(symbols);
    constexpr auto along = std::get<K>(tangents);
    if constexpr (!is_scalar) {
      return std::tuple{jvp(value, variable, along), vjp(value, variable, cotangent),
                        jacobian(value, variable)};
    } else if constexpr (K == Model::twice_by) {
      return std::tuple{jvp(value, variable, along), grad(value, variable),
                        hessian_vector_product(value, variable, along),
                        hessian(value, variable)};
    } else {
      return std::tuple{grad(value, variable)};
    }
  }
  static constexpr std::tuple outputs = []<std::size_t... K>(std::index_sequence<K...>) {
    return std::tuple_cat(std::tuple{value}, outputs_by<K>()...);
  }(numbered);
  static constexpr std::tuple inputs = [] {
    if constexpr (!is_scalar)
      return std::tuple_cat(symbols, tangents, std::tuple{cotangent});
    else if constexpr (Model::twice_by < count)
      return std::tuple_cat(symbols, std::tuple{std::get<Model::twice_by>(tangents)});
    else
      return symbols;
  }();

 public:
  template <class T, bool Batched>
  static void check(std::size_t samples) {
    const oracle::samples in = oracle::drawn(samples, inputs);
    const oracle::samples found = oracle::values<T, Batched>(outputs, inputs, in);
    for (std::size_t i = 0; i < samples; ++i) {
      BOOST_TEST(oracle::error_of<T>(found[i][0], Model::formula(in[i])) < 1);
    }
    [&]<std::size_t... K>(std::index_sequence<K...>) {
      std::size_t next = 1;
      (check_by<T, K>(in, found, next), ...);
    }(numbered);
  }

 private:
  /// What each sample has, or its sum over the samples where the variable is a parameter.
  template <std::size_t K>
  static oracle::samples shared(oracle::samples own) {
    if (std::get<K>(symbols).self.role != graph::role::parameter) return own;
    arrays sum = own[0];
    for (std::size_t i = 1; i < own.size(); ++i) {
      for (std::size_t n = 0; n < sum.size(); ++n) sum[n] = oracle::added(sum[n], own[i][n]);
    }
    for (arrays& one : own) one = sum;
    return own;
  }

  template <class T, std::size_t K>
  static void check_by(const oracle::samples& in, const oracle::samples& found,
                       std::size_t& next) {
    constexpr bool twice = is_scalar && K == Model::twice_by;
    oracle::samples forwards, others;
    for (const arrays& one : in) {
      const numbers along = is_scalar ? one.back() : one[count + K];
      const numbers matrix = jacobian_of(Model::formula, one, K, Model::step);
      forwards.push_back(!is_scalar || twice ? arrays{by_vector(matrix, along)} : arrays{});
      if constexpr (is_scalar) {
        others.push_back({matrix});
      } else {
        others.push_back({by_covector(one.back(), matrix), matrix});
      }
      if constexpr (twice) {
        const auto gradient = [](const arrays& at) {
          return jacobian_of(Model::formula, at, K);
        };
        const numbers second = jacobian_of(gradient, one, K);
        others.back().insert(others.back().end(), {by_vector(second, along), second});
      }
    }
    others = shared<K>(others);
    for (std::size_t i = 0; i < in.size(); ++i) {
      arrays expected = forwards[i];
      expected.insert(expected.end(), others[i].begin(), others[i].end());
      for (std::size_t place = 0; place < expected.size(); ++place) {
        BOOST_TEST(oracle::error_of<T>(found[i][next + place], expected[place]) < 3,
                   "derivative " << place << " by variable " << K << ", sample " << i);
      }
    }
    next += forwards[0].size() + others[0].size();
  }
};

template <class Model, class T = double>
void check_samples(std::initializer_list<std::size_t> counts = {1, 3, 67}) {
  for (const std::size_t n : counts) derivatives<Model>::template check<T, true>(n);
}
template <class Model, class T = double>
void check_one() {
  derivatives<Model>::template check<T, false>(1);
}

constexpr auto x = input<"x", 3>;
constexpr auto s = input<"s">;
constexpr auto w = param<"w", 5, 3>;
constexpr auto b = param<"b", 5>;

inline numbers times(real factor, numbers a) {
  return oracle::mapped([&](real one) { return factor * one; }, a);
}
inline real logsumexp_of(const numbers& z) {
  real sum = 0;
  for (const real one : z) sum += std::exp(one);
  return std::log(sum);
}
inline real norm_of(const numbers& z) { return std::sqrt(oracle::dot(z, z)); }

}  // namespace derived
