// SPDX-License-Identifier: BSL-1.0
/// Networks that see one time step a call, as in audio and control: an LSTM, a GRU and a causal
/// convolution.
#include "hand/recurrent.hpp"

#include "by_etch.hpp"
#include "contest.hpp"
#include "eigen.hpp"
#include "networks.hpp"

#ifdef BENCH_TORCH
#include "torch.hpp"
#endif

#include <cstring>

namespace bench {

namespace {

template <auto Y, class Parameters, template <auto, class, class> class Stage, auto... States>
using stage =
    Stage<etch::compile<float>(Y, States...), decltype(etch::parameters<float>(Y)), Parameters>;

namespace lstm {

constexpr auto x = etch::input<"x", 1>;
constexpr auto h = etch::input<"h", 24>;
constexpr auto c = etch::input<"c", 24>;
constexpr auto next = etch::nn::lstm<"l", 24>.step(x, h, c);
constexpr auto y = etch::nn::linear<"d", 1>(next.h);
using parameters = symbols<etch::param<"l.w_ih", 96, 1>, etch::param<"l.w_hh", 96, 24>,
                           etch::param<"l.b_ih", 96>, etch::param<"l.b_hh", 96>,
                           etch::param<"d.w", 1, 24>, etch::param<"d.b", 1>>;

/// What is written overlaps nothing that is read: two states take turns.
template <template <auto, class, class> class Stage>
class by_etch {
 public:
  explicit by_etch(const numbers& from) : program_(from) {}
  void operator()(const float (&in)[1], float (&out)[1]) {
    const state& now = states_[turn_];
    turn_ ^= 1;
    program_.into(out, states_[turn_].h, states_[turn_].c, x = in, lstm::h = now.h,
                  lstm::c = now.c);
  }

 private:
  struct state {
    alignas(64) float h[24]{}, c[24]{};
  };

  stage<y, parameters, Stage, next.h, next.c> program_;
  state states_[2];
  size_t turn_ = 0;
};

}  // namespace lstm

namespace gru {

constexpr auto x = etch::input<"x", 1>;
constexpr auto h = etch::input<"h", 24>;
constexpr auto next = etch::nn::gru<"g", 24>.step(x, h);
constexpr auto y = etch::nn::linear<"d", 1>(next.h);
using parameters = symbols<etch::param<"g.w_ih", 72, 1>, etch::param<"g.w_hh", 72, 24>,
                           etch::param<"g.b_ih", 72>, etch::param<"g.b_hh", 72>,
                           etch::param<"d.w", 1, 24>, etch::param<"d.b", 1>>;

template <template <auto, class, class> class Stage>
class by_etch {
 public:
  explicit by_etch(const numbers& from) : program_(from) {}
  void operator()(const float (&in)[1], float (&out)[1]) {
    const auto& now = states_[turn_];
    turn_ ^= 1;
    program_.into(out, states_[turn_], x = in, h = now);
  }

 private:
  stage<y, parameters, Stage, next.h> program_;
  alignas(64) float states_[2][24]{};
  size_t turn_ = 0;
};

}  // namespace gru

namespace convolution {

using parameters = symbols<etch::param<"c.w", 16, 8, 5>, etch::param<"c.b", 16>>;

/// The last five time steps, oldest first.
constexpr auto x = etch::input<"x", 5, 8>;
constexpr auto y = tanh(flatten(etch::nn::conv1d<"c", 16, 5>(transpose(x))));

template <template <auto, class, class> class Stage>
class by_etch {
 public:
  explicit by_etch(const numbers& from) : program_(from) {}
  void operator()(const float (&in)[8], float (&out)[16]) {
    std::memmove(past_[0], past_[1], sizeof past_ - sizeof in);
    std::memcpy(past_[4], in, sizeof in);
    program_.into(out, x = past_);
  }

 private:
  stage<y, parameters, Stage> program_;
  alignas(64) float past_[5][8]{};
};

/// The same written as a product: the weights of all five steps side by side.
constexpr auto flat = etch::input<"x", 40>;
constexpr auto w = etch::param<"w", 16, 40>;
constexpr auto b = etch::param<"b", 16>;
constexpr auto product = tanh(w * flat + b);

template <template <auto, class, class> class Stage>
class product_by_etch {
 public:
  explicit product_by_etch(const numbers& from) : program_(by_steps(from)) {}
  void operator()(const float (&in)[8], float (&out)[16]) {
    std::memmove(past_, past_ + 8, sizeof past_ - sizeof in);
    std::memcpy(past_ + 32, in, sizeof in);
    program_.into(out, flat = past_);
  }

 private:
  /// `[16][8][5]` to `[16][5][8]`.
  static numbers by_steps(numbers all) {
    const numbers from = all;
    for (size_t i = 0; i < 640; ++i) all[i / 40 * 40 + i % 5 * 8 + i % 40 / 5] = from[i];
    return all;
  }

  stage<product, symbols<w, b>, Stage> program_;
  alignas(64) float past_[40]{};
};

}  // namespace convolution

numbers drawn(size_t count, double scale) {
  static generator next;
  numbers all(count);
  for (float& element : all) element = static_cast<float>(scale * next());
  return all;
}

/// Of `Gates` gates and the dense output: parameters, and operations of the products of a step.
template <size_t Gates>
numbers drawn_recurrent() {
  return drawn(Gates * 24 * (1 + 24 + 2) + 24 + 1, 0.2);
}
template <size_t Gates>
constexpr double recurrent_operations = operations<25, Gates * 24>() + operations<24, 1>();

}  // namespace

void enter_recurrent() {
  {
    const numbers p = drawn_recurrent<4>();
    contest c("LSTM step 1-24-1", {.flop = recurrent_operations<4>});
    c.enter<inference<lstm::by_etch<bound>, 1, 1>>("etch", p);
    c.enter<inference<lstm::by_etch<frozen>, 1, 1>>("etch frozen", p);
    c.enter<inference<hand::lstm, 1, 1>>("hand", p);
    c.enter<inference<eigen::lstm, 1, 1>>("Eigen", p);
#ifdef BENCH_TORCH
    c.enter<inference<torch::lstm, 1, 1>>("libtorch", p);
#endif
  }
  {
    const numbers p = drawn_recurrent<3>();
    contest c("GRU step 1-24-1", {.flop = recurrent_operations<3>});
    c.enter<inference<gru::by_etch<bound>, 1, 1>>("etch", p);
    c.enter<inference<gru::by_etch<frozen>, 1, 1>>("etch frozen", p);
    c.enter<inference<hand::gru, 1, 1>>("hand", p);
    c.enter<inference<eigen::gru, 1, 1>>("Eigen", p);
#ifdef BENCH_TORCH
    c.enter<inference<torch::gru, 1, 1>>("libtorch", p);
#endif
  }
  {
    using namespace convolution;
    const numbers p = drawn(16 * 41, 0.2);
    contest c("causal conv1d step 8-16", {.flop = operations<40, 16>()});
    c.enter<inference<convolution::by_etch<bound>, 8, 16>>("etch", p);
    c.enter<inference<convolution::by_etch<frozen>, 8, 16>>("etch frozen", p);
    c.enter<inference<product_by_etch<frozen>, 8, 16>>("etch product", p);
    c.enter<inference<hand::convolution, 8, 16>>("hand", p);
    c.enter<inference<eigen::convolution, 8, 16>>("Eigen", p);
  }
}

}  // namespace bench
