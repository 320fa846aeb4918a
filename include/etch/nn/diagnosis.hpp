// SPDX-License-Identifier: BSL-1.0
/// How the layers of a model fare while it is trained: sizes of gradients, dead units, means
/// and variances of activations.
#pragma once

#include <etch/expr/functions.hpp>
#include <etch/expr/gradient.hpp>
#include <etch/io/cell.hpp>
#include <etch/nn/stack.hpp>
#include <etch/op/abs.hpp>
#include <etch/op/sqrt.hpp>
#include <etch/program/compile.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdio>
#include <ostream>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace etch::nn {

/// One layer's figures over a batch.
struct layer_report {
  std::string_view layer;      ///< its name, or what it does
  double mean = 0;             ///< of all outputs
  double variance = 0;         ///< of all outputs
  double dead = 0;             ///< the share of units that are 0 for every sample
  double output_slope = 0;     ///< norm of the loss's gradient by the layer's outputs
  double parameter_slope = 0;  ///< norm of the loss's gradient by the layer's parameters
};

namespace report {

template <class L, class Place>
inline constexpr auto whole_name = joined<Place::scope, L::owner>;

template <class L, class Place>
constexpr std::string_view name_of() {
  if constexpr (requires { L::owner; })
    return whole_name<L, Place>.view();
  else if constexpr (requires { L::name; })
    return L::name;
  else
    return "layer";
}

/// A symbol of the shape of an expression.
template <Expression E>
constexpr auto placeholder() {
  return []<std::size_t... Axis>(std::index_sequence<Axis...>) {
    return input<"", E::self.shape.extent[Axis]...>;
  }(std::make_index_sequence<static_cast<std::size_t>(E::self.shape.rank)>{});
}

template <class T, class... Symbols, Expression Loss>
constexpr auto norm_of_slopes(parameter_map<T, Symbols...>*, Loss loss) {
  if constexpr (sizeof...(Symbols) == 0)
    return literal<0.0>{};
  else
    return sqrt((squared_norm(grad(loss, Symbols{})) + ...));
}

/// The five figures of one use of a layer, as expressions.
template <class L, Expression E, class Place, Expression Loss>
constexpr auto figures_of(visit<L, E, Place>, Loss loss) {
  constexpr auto out = nn::forward(L{}, E{}, Place{});
  constexpr auto alone = nn::forward(L{}, placeholder<E>(), Place{});
  using own = program::parameters_of<float, std::remove_const_t<decltype(alone)>>;
  const auto average = batch_mean(etch::mean(out));
  return std::tuple{average, batch_mean(etch::mean(square(out - average))),
                    etch::mean(equal(batch_max(abs(out)), 0_c)),
                    sqrt(batch_sum(squared_norm(grad(loss, out)))),
                    norm_of_slopes(static_cast<own*>(nullptr), loss)};
}

}  // namespace report

/// The reports of `Visits`, by one program.
template <std::floating_point T, Expression Loss, class... Visits>
class diagnosis_of {
  static constexpr auto program = []<class... Outputs>(std::tuple<Outputs...>) {
    return compile<T>(Outputs{}...);
  }(std::tuple_cat(report::figures_of(Visits{}, Loss{})...));

 public:
  using reports = std::array<layer_report, sizeof...(Visits)>;

  /// The layers' figures for a batch; arguments as for a program that computes the loss.
  template <class... Arguments>
  reports operator()(const Arguments&... arguments) const {
    const auto figures = program(arguments...);
    reports all{
        {{.layer = report::name_of<typename Visits::layer, typename Visits::place>()}...}};
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (set(all[I], std::get<5 * I>(figures), std::get<5 * I + 1>(figures),
           std::get<5 * I + 2>(figures), std::get<5 * I + 3>(figures),
           std::get<5 * I + 4>(figures)),
       ...);
    }(std::index_sequence_for<Visits...>{});
    return all;
  }

 private:
  static void set(layer_report& one, T mean, T variance, T dead, T output, T parameters) {
    one.mean = static_cast<double>(mean);
    one.variance = static_cast<double>(variance);
    one.dead = static_cast<double>(dead);
    one.output_slope = static_cast<double>(output);
    one.parameter_slope = static_cast<double>(parameters);
  }
};

/// A report on the layers of `model`, whose value for `x` the scalar `loss` is made of.
///
///     constexpr auto report = nn::diagnosis<float>(net, x, loss);
///     std::cout << report(theta, x = images, y = labels);
///
/// Errors  `loss_is_a_scalar`.
template <std::floating_point T, Layer L, Expression E, Expression Loss,
          class Mode = evaluation>
  requires loss_is_a_scalar<Loss>
constexpr auto diagnosis(L model, E x, Loss, Mode = {}) {
  return []<class... Visits>(std::tuple<Visits...>) {
    return diagnosis_of<T, Loss, Visits...>{};
  }(visits(model, x, outermost<Mode>{}));
}

/// A table, a line for each layer.
template <std::size_t Layers>
std::ostream& operator<<(std::ostream& out, const std::array<layer_report, Layers>& reports) {
  constexpr std::size_t width = 12;
  const auto number = [&](double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    io::put_cell(out, text, width);
  };
  for (const char* title : {"layer", "mean", "variance", "dead", "|d output|", "|d params|"}) {
    io::put_cell(out, title, width);
  }
  out << '\n';
  for (const layer_report& one : reports) {
    io::put_cell(out, std::string(one.layer), width);
    for (const double value :
         {one.mean, one.variance, one.dead, one.output_slope, one.parameter_slope}) {
      number(value);
    }
    out << '\n';
  }
  return out;
}

}  // namespace etch::nn
