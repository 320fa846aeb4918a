// SPDX-License-Identifier: BSL-1.0
/// Values with all their gradients in double precision: etch, code written by hand, and CppAD.
#include "hand/gradients.hpp"

#include "contest.hpp"
#include <etch/etch.hpp>

#ifdef BENCH_CPPAD
#include "cppad.hpp"
#endif

#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using std::size_t;
using numbers = std::vector<double>;

/// Parameters of a symbol's shape, and what is bound to inputs for `Samples` samples.
template <size_t Samples, auto Symbol>
struct bound {
  static constexpr size_t size = Symbol.self.shape.size();
  using one = std::conditional_t<Symbol.self.shape.rank == 0, double, std::array<double, size>>;
  using type = std::conditional_t<Samples == 1, one, std::array<one, Samples>>;

  static type from(const numbers& all) {
    type value;
    std::copy_n(all.data(), Samples * size, etch::first_number(value));
    return value;
  }
};

template <auto... Symbols>
struct symbols {};

/// `Parameters` in the order in which others take them.
template <auto Loss, class Parameters, size_t Samples = 1, class Inputs = symbols<>>
class by_etch;
template <auto Loss, auto... Parameters, size_t Samples, auto... Inputs>
class by_etch<Loss, symbols<Parameters...>, Samples, symbols<Inputs...>> {
 public:
  template <class... Numbers>
  explicit by_etch(const numbers& parameters, const Numbers&... inputs)
      : inputs_(bound<Samples, Inputs>::from(inputs)...) {
    const double* from = parameters.data();
    const auto load = [&](auto& values) {
      std::copy_n(from, values.size(), values.data());
      from += values.size();
    };
    (load(theta_[Parameters]), ...);
  }
  void operator()() { call(std::index_sequence_for<decltype(Inputs)...>{}); }
  numbers answer() {
    (*this)();
    numbers all{value_};
    (all.insert(all.end(), gradient_[Parameters].begin(), gradient_[Parameters].end()), ...);
    return all;
  }

 private:
  template <size_t... I>
  [[gnu::always_inline]] void call(std::index_sequence<I...>) {
    constexpr auto program = etch::compile<double>(Loss, etch::gradient(Loss));
    program.into(value_, gradient_, theta_, (Inputs = std::get<I>(inputs_))...);
  }

  decltype(etch::parameters<double>(Loss)) theta_{}, gradient_{};
  std::tuple<typename bound<Samples, Inputs>::type...> inputs_;
  double value_ = 0;
};

namespace neuron {
constexpr auto x = etch::input<"x">;
constexpr auto y = etch::input<"y">;
constexpr auto w = etch::param<"w">;
constexpr auto b = etch::param<"b">;
constexpr auto loss = square(y - sigmoid(w * x + b));
using by_etch = by_etch<loss, symbols<w, b>, 1, symbols<x, y>>;
}  // namespace neuron

namespace perceptron {
constexpr auto x = etch::input<"x", 2>;
constexpr auto y = etch::input<"y">;
constexpr auto w1 = etch::param<"w1", 16, 2>;
constexpr auto b1 = etch::param<"b1", 16>;
constexpr auto w2 = etch::param<"w2", 16, 16>;
constexpr auto b2 = etch::param<"b2", 16>;
constexpr auto w3 = etch::param<"w3", 16>;
constexpr auto b3 = etch::param<"b3">;
constexpr auto output = dot(w3, tanh(w2* tanh(w1* x + b1) + b2)) + b3;
constexpr auto loss = square(output - y);
constexpr size_t size = 337, samples = 64;
using parameters = symbols<w1, b1, w2, b2, w3, b3>;
using by_etch_alone = by_etch<loss, parameters, 1, symbols<x, y>>;
using by_etch_in_batch = by_etch<batch_mean(loss), parameters, samples, symbols<x, y>>;
}  // namespace perceptron

namespace classifier {
constexpr auto x = etch::input<"x", 64>;
constexpr auto y = etch::distribution<"y", 10>;
constexpr auto w = etch::param<"w", 10, 64>;
constexpr auto b = etch::param<"b", 10>;
constexpr auto loss = cross_entropy(softmax(w * x + b), y);
using by_etch = by_etch<loss, symbols<w, b>, 1, symbols<x, y>>;
}  // namespace classifier

namespace nested {
constexpr auto x = etch::param<"x">;
template <int Times>
constexpr auto of() {
  if constexpr (Times == 0)
    return sin(x) * x;
  else
    return tanh(sigmoid(of<Times - 1>()));
}
using by_etch = by_etch<of<25>(), symbols<x>>;
}  // namespace nested

namespace exponentials {
constexpr auto x = etch::param<"x", 1000>;
using by_etch = by_etch<logsumexp(x), symbols<x>>;
}  // namespace exponentials

numbers drawn(size_t count, double scale) {
  static bench::generator next;
  numbers all(count);
  std::generate(all.begin(), all.end(), [&] { return scale * next(); });
  return all;
}

void enter_all() {
  namespace hand = bench::hand;
  constexpr bench::contest::properties exact{.tolerance = 1e-12};
  {
    const numbers parameters{0.8, -0.3}, x{0.7}, y{1};
    bench::contest c("one neuron", exact);
    c.enter<neuron::by_etch>("etch", parameters, x, y);
    c.enter<hand::neuron>("hand", parameters, x, y);
#ifdef BENCH_CPPAD
    c.enter<bench::cppad::neuron>("CppAD", parameters, x, y);
#endif
  }
  {
    const numbers p = drawn(perceptron::size, 0.5), x = drawn(2, 1), y = drawn(1, 1);
    bench::contest c("2-16-16-1", exact);
    c.enter<perceptron::by_etch_alone>("etch", p, x, y);
    c.enter<hand::perceptron<hand::libm, 1>>("hand, libm", p, x, y);
    c.enter<hand::perceptron<hand::vectors, 1>>("hand, vectors", p, x, y);
#ifdef BENCH_CPPAD
    c.enter<bench::cppad::perceptron<1>>("CppAD", p, x, y);
#endif
  }
  {
    const numbers p = drawn(650, 0.3), x = drawn(64, 1), y{0, 0, 0, 1, 0, 0, 0, 0, 0, 0};
    bench::contest c("softmax cross-entropy 64 to 10", exact);
    c.enter<classifier::by_etch>("etch", p, x, y);
    c.enter<hand::softmax_cross_entropy<hand::libm>>("hand, libm", p, x, y);
    c.enter<hand::softmax_cross_entropy<hand::vectors>>("hand, vectors", p, x, y);
#ifdef BENCH_CPPAD
    c.enter<bench::cppad::softmax_cross_entropy>("CppAD", p, x, y);
#endif
  }
  {
    const numbers p{0.9};
    bench::contest c("50 nested sigmoid, tanh", exact);
    c.enter<nested::by_etch>("etch", p);
    c.enter<hand::nested<false>>("hand, libm", p);
    c.enter<hand::nested<true>>("hand, tanh by exp", p);
#ifdef BENCH_CPPAD
    c.enter<bench::cppad::nested>("CppAD", p);
#endif
  }
  {
    const numbers p = drawn(1000, 4);
    bench::contest c("log-sum-exp of 1000", exact);
    c.enter<exponentials::by_etch>("etch", p);
    c.enter<hand::log_sum_exp<hand::libm>>("hand, libm", p);
    c.enter<hand::log_sum_exp<hand::vectors>>("hand, vectors", p);
#ifdef BENCH_CPPAD
    c.enter<bench::cppad::log_sum_exp>("CppAD", p);
#endif
  }
  {
    constexpr size_t samples = perceptron::samples;
    const numbers p = drawn(perceptron::size, 0.5), x = drawn(2 * samples, 1);
    const numbers y = drawn(samples, 1);
    bench::contest c("2-16-16-1, 64 samples", exact);
    c.enter<perceptron::by_etch_in_batch>("etch", p, x, y);
    c.enter<hand::perceptron<hand::libm, samples>>("hand, libm", p, x, y);
    c.enter<hand::perceptron<hand::vectors, samples>>("hand, vectors", p, x, y);
#ifdef BENCH_CPPAD
    c.enter<bench::cppad::perceptron<samples>>("CppAD", p, x, y);
#endif
  }
}

}  // namespace

int main(int argc, char** argv) {
  enter_all();
  return bench::check_and_run(argc, argv);
}
