// SPDX-License-Identifier: BSL-1.0
/// Steps of training: forward, backward, gradient descent.
#include "hand/training.hpp"

#include "by_etch.hpp"
#include "contest.hpp"
#include "eigen.hpp"
#include "networks.hpp"

#ifdef BENCH_OPENBLAS
#include "openblas.hpp"
#endif
#ifdef BENCH_TORCH
#include "torch.hpp"
#endif

namespace bench {

namespace {

namespace classifier {
constexpr auto x = etch::input<"x", 784>;
constexpr auto y = etch::distribution<"y", 10>;
constexpr auto net = etch::nn::linear<"a", 128> | etch::nn::relu | etch::nn::linear<"b", 10>;
constexpr auto loss = batch_mean(cross_entropy(softmax(net(x)), y));
using parameters = symbols<etch::param<"a.w", 128, 784>, etch::param<"a.b", 128>,
                           etch::param<"b.w", 10, 128>, etch::param<"b.b", 10>>;
using by_etch = trained_by_etch<x, y, loss, parameters>;
}  // namespace classifier

namespace regressor {
constexpr auto x = etch::input<"x", 2>;
constexpr auto y = etch::input<"y", 1>;
constexpr auto net = etch::nn::linear<"a", 16> | etch::nn::tanh | etch::nn::linear<"b", 16> |
                     etch::nn::tanh | etch::nn::linear<"c", 1>;
constexpr auto loss = batch_mean(mean_squared_error(net(x), y));
using parameters =
    symbols<etch::param<"a.w", 16, 2>, etch::param<"a.b", 16>, etch::param<"b.w", 16, 16>,
            etch::param<"b.b", 16>, etch::param<"c.w", 1, 16>, etch::param<"c.b", 1>>;
using by_etch = trained_by_etch<x, y, loss, parameters>;
}  // namespace regressor

}  // namespace

void enter_training() {
  {
    const numbers p = drawn_layers<784, 128, 10>();
    // Products: forward, weight gradients, and back through the second layer.
    constexpr double flop = 2 * operations<784, 128, 10>() + operations<128, 10>();
    contest c("training step 784-128-10", {.flop = batch_size * flop});
    c.enter<training<classifier::by_etch, 784, labels>>("etch", p);
    c.enter<training<hand::trained_classifier, 784, labels>>("hand", p);
    c.enter<training<eigen::trained_classifier, 784, labels>>("Eigen", p);
#ifdef BENCH_OPENBLAS
    c.enter<training<openblas::trained_classifier, 784, labels>>("OpenBLAS", p);
#endif
#ifdef BENCH_TORCH
    c.enter<training<torch::trained_classifier, 784, labels>>("libtorch", p);
#endif
  }
  {
    const numbers p = drawn_layers<2, 16, 16, 1>();
    contest c("training step 2-16-16-1 tanh", {});
    c.enter<training<regressor::by_etch, 2, targets>>("etch", p);
    c.enter<training<hand::trained_regressor, 2, targets>>("hand", p);
    c.enter<training<eigen::trained_regressor, 2, targets>>("Eigen", p);
#ifdef BENCH_TORCH
    c.enter<training<torch::trained_regressor, 2, targets>>("libtorch", p);
#endif
  }
}

}  // namespace bench
