// SPDX-License-Identifier: BSL-1.0
/// Small networks in single precision: etch, code written by hand, Eigen, OpenBLAS and
/// libtorch.
#include "networks.hpp"

#include "by_etch.hpp"
#include "contest.hpp"
#include "eigen.hpp"
#include "hand/networks.hpp"
#include "hand/training.hpp"

#ifdef BENCH_OPENBLAS
#include "openblas.hpp"
#endif
#ifdef BENCH_TORCH
#include "torch.hpp"
#endif

#include <cstddef>
#include <type_traits>

namespace bench {

namespace {

template <template <auto, class, class> class Stage, auto X, auto Y, class Parameters,
          size_t Samples = 1>
using by_etch_in = inference<by_etch<Stage, X, Y, Parameters>, X.self.shape.size(),
                             Y.self.shape.size(), Samples>;

namespace curve {
constexpr auto x = etch::input<"x", 1>;
constexpr auto net = etch::nn::linear<"a", 8> | etch::nn::tanh | etch::nn::linear<"b", 8> |
                     etch::nn::tanh | etch::nn::linear<"c", 1>;
constexpr auto y = net(x);
using parameters =
    symbols<etch::param<"a.w", 8, 1>, etch::param<"a.b", 8>, etch::param<"b.w", 8, 8>,
            etch::param<"b.b", 8>, etch::param<"c.w", 1, 8>, etch::param<"c.b", 1>>;
using with_eigen = eigen::network<1, eigen::tanh, eigen::identity, eigen::layer<1, 8>,
                                  eigen::layer<8, 8>, eigen::layer<8, 1>>;
}  // namespace curve

namespace small_classifier {
constexpr auto x = etch::input<"x", 16>;
constexpr auto net = etch::nn::linear<"a", 64> | etch::nn::relu | etch::nn::linear<"b", 64> |
                     etch::nn::relu | etch::nn::linear<"c", 10> | etch::nn::softmax;
constexpr auto y = net(x);
using parameters =
    symbols<etch::param<"a.w", 64, 16>, etch::param<"a.b", 64>, etch::param<"b.w", 64, 64>,
            etch::param<"b.b", 64>, etch::param<"c.w", 10, 64>, etch::param<"c.b", 10>>;
template <size_t Samples>
using with_eigen = eigen::network<Samples, eigen::relu, eigen::softmax, eigen::layer<16, 64>,
                                  eigen::layer<64, 64>, eigen::layer<64, 10>>;
}  // namespace small_classifier

namespace classifier {
constexpr auto x = etch::input<"x", 784>;
constexpr auto net =
    etch::nn::linear<"a", 128> | etch::nn::relu | etch::nn::linear<"b", 10> | etch::nn::softmax;
constexpr auto y = net(x);
using parameters = symbols<etch::param<"a.w", 128, 784>, etch::param<"a.b", 128>,
                           etch::param<"b.w", 10, 128>, etch::param<"b.b", 10>>;
template <size_t Samples>
using with_eigen = eigen::network<Samples, eigen::relu, eigen::softmax, eigen::layer<784, 128>,
                                  eigen::layer<128, 10>>;
}  // namespace classifier

template <size_t Samples>
void enter_small_classifier(contest c, const numbers& p) {
  using namespace small_classifier;
  using by_hand =
      std::conditional_t<Samples == 1, hand::small_classifier, hand::small_classifier_of_batch>;
  c.enter<by_etch_in<bound, x, y, parameters, Samples>>("etch", p);
  c.enter<by_etch_in<frozen, x, y, parameters, Samples>>("etch frozen", p);
  c.enter<inference<by_hand, 16, 10, Samples>>("hand", p);
  c.enter<inference<with_eigen<Samples>, 16, 10, Samples>>("Eigen", p);
#ifdef BENCH_OPENBLAS
  c.enter<inference<openblas::small_classifier, 16, 10, Samples>>("OpenBLAS", p);
#endif
#ifdef BENCH_TORCH
  c.enter<inference<torch::small_classifier, 16, 10, Samples>>("libtorch", p);
#endif
}

template <size_t Samples>
void enter_classifier(contest c, const numbers& p) {
  using namespace classifier;
  using by_hand = std::conditional_t<Samples == 1, hand::classifier, hand::trained_classifier>;
  c.enter<by_etch_in<bound, x, y, parameters, Samples>>("etch", p);
  c.enter<by_etch_in<frozen, x, y, parameters, Samples>>("etch frozen", p);
  c.enter<inference<by_hand, 784, 10, Samples>>("hand", p);
  c.enter<inference<with_eigen<Samples>, 784, 10, Samples>>("Eigen", p);
#ifdef BENCH_OPENBLAS
  c.enter<inference<openblas::classifier, 784, 10, Samples>>("OpenBLAS", p);
#endif
#ifdef BENCH_TORCH
  c.enter<inference<torch::classifier, 784, 10, Samples>>("libtorch", p);
#endif
}

}  // namespace

void enter_inference() {
  {
    using namespace curve;
    const numbers p = drawn_layers<1, 8, 8, 1>();
    contest c("1-8-8-1 tanh", {});
    c.enter<by_etch_in<bound, x, y, parameters>>("etch", p);
    c.enter<by_etch_in<frozen, x, y, parameters>>("etch frozen", p);
    c.enter<inference<hand::curve, 1, 1>>("hand", p);
    c.enter<inference<with_eigen, 1, 1>>("Eigen", p);
#ifdef BENCH_TORCH
    c.enter<inference<torch::curve, 1, 1>>("libtorch", p);
#endif
  }
  const numbers small = drawn_layers<16, 64, 64, 10>();
  constexpr double of_small = operations<16, 64, 64, 10>();
  enter_small_classifier<1>({"16-64-64-10 relu softmax", {.flop = of_small}}, small);
  enter_small_classifier<64>({"16-64-64-10, 64 samples", {.flop = 64 * of_small}}, small);
  const numbers large = drawn_layers<784, 128, 10>();
  constexpr double of_large = operations<784, 128, 10>();
  enter_classifier<1>({"784-128-10 relu softmax", {.flop = of_large}}, large);
  enter_classifier<64>({"784-128-10, 64 samples", {.flop = 64 * of_large}}, large);
}

}  // namespace bench

int main(int argc, char** argv) {
  bench::enter_inference();
  bench::enter_recurrent();
  bench::enter_training();
  return bench::check_and_run(argc, argv);
}
