// SPDX-License-Identifier: BSL-1.0
/// Training steps and inference of small networks: etch, loops written by hand, and Eigen.
#include "ratio_table.hpp"
#include <etch/etch.hpp>

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <iterator>
#include <memory>
#include <optional>
#include <vector>

namespace {

using std::size_t;
constexpr size_t samples = 64;
constexpr float rate = 0.1f;

/// One batch; labels are one-hot for the classifier.
template <size_t In, size_t Out>
struct batch {
  alignas(64) float x[samples][In];
  alignas(64) float y[samples][Out];
};

/// Parameters in the order of the layers, weights `[out][in]` before biases. Contenders take
/// this order and keep their own.
using numbers = std::vector<float>;

// ---- etch
// ------------------------------------------------------------------------------------

namespace classifier {
constexpr auto x = etch::input<"x", 784>;
constexpr auto y = etch::distribution<"y", 10>;
constexpr auto w1 = etch::param<"w1", 128, 784>;
constexpr auto b1 = etch::param<"b1", 128>;
constexpr auto w2 = etch::param<"w2", 10, 128>;
constexpr auto b2 = etch::param<"b2", 10>;
constexpr auto output = softmax(w2 * relu(w1 * x + b1) + b2);
constexpr auto loss = batch_mean(cross_entropy(output, y));
}  // namespace classifier

namespace regressor {
constexpr auto x = etch::input<"x", 2>;
constexpr auto y = etch::input<"y", 1>;
constexpr auto w1 = etch::param<"w1", 16, 2>;
constexpr auto b1 = etch::param<"b1", 16>;
constexpr auto w2 = etch::param<"w2", 16, 16>;
constexpr auto b2 = etch::param<"b2", 16>;
constexpr auto w3 = etch::param<"w3", 1, 16>;
constexpr auto b3 = etch::param<"b3", 1>;
constexpr auto output = w3 * tanh(w2 * tanh(w1 * x + b1) + b2) + b3;
constexpr auto loss = batch_mean(mean_squared_error(output, y));
}  // namespace regressor

template <size_t In, size_t Out, auto X, auto Y, auto Output, auto Loss, auto... Parameters>
class etch_network {
 public:
  void load(const numbers& from) {
    const float* next = from.data();
    ((std::copy_n(next, theta_[Parameters].size(), theta_[Parameters].data()),
      next += theta_[Parameters].size()),
     ...);
  }
  numbers parameters() const {
    numbers all;
    (all.insert(all.end(), theta_[Parameters].begin(), theta_[Parameters].end()), ...);
    return all;
  }

  void step(const batch<In, Out>& data) {
    constexpr auto step = etch::compile<float>(Loss, etch::gradient(Loss));
    float loss;
    step.into(loss, gradient_, theta_, x_ = data.x, y_ = data.y);
    descent_.update(theta_, gradient_);
    benchmark::DoNotOptimize(loss);
  }
  void infer(const float (&x)[samples][In], float (&y)[samples][Out]) const {
    infer_.into(y, theta_, x_ = x);
  }
  void infer(const float (&x)[In], float (&y)[Out]) const { infer_.into(y, theta_, x_ = x); }

 private:
  static constexpr auto x_ = X;
  static constexpr auto y_ = Y;
  static constexpr auto infer_ = etch::compile<float>(Output);
  decltype(etch::parameters<float>(Loss)) theta_, gradient_;
  etch::optim::sgd<decltype(theta_), etch::optim::sgd_settings> descent_{theta_, {.rate = 0.1}};
};

using etch_classifier =
    etch_network<784, 10, classifier::x, classifier::y, classifier::output, classifier::loss,
                 classifier::w1, classifier::b1, classifier::w2, classifier::b2>;
/// The classifier with its parameters frozen.
class frozen_classifier {
 public:
  void load(const numbers& from) {
    auto theta = etch::parameters<float>(classifier::loss);
    load_in_order(theta, from.data(), classifier::w1, classifier::b1, classifier::w2,
                  classifier::b2);
    infer_ = etch::compile<float>(classifier::output).freeze(theta);
  }
  void infer(const float (&x)[samples][784], float (&y)[samples][10]) const {
    infer_->into(y, classifier::x = x);
  }
  void infer(const float (&x)[784], float (&y)[10]) const {
    infer_->into(y, classifier::x = x);
  }

 private:
  static void load_in_order(auto& theta, const float* next, auto... symbols) {
    ((std::copy_n(next, theta[symbols].size(), theta[symbols].data()),
      next += theta[symbols].size()),
     ...);
  }

  using frozen = decltype(etch::compile<float>(classifier::output)
                              .freeze(etch::parameters<float>(classifier::loss)));
  std::optional<frozen> infer_;
};
using etch_regressor = etch_network<2, 1, regressor::x, regressor::y, regressor::output,
                                    regressor::loss, regressor::w1, regressor::b1,
                                    regressor::w2, regressor::b2, regressor::w3, regressor::b3>;

// ---- loops by hand
// ---------------------------------------------------------------------------

typedef float v8 __attribute__((vector_size(32)));
typedef int i8 __attribute__((vector_size(32)));

[[gnu::always_inline]] inline v8 load8(const float* from) {
  v8 v;
  std::memcpy(&v, from, sizeof v);
  return v;
}
[[gnu::always_inline]] inline void store8(float* to, v8 v) { std::memcpy(to, &v, sizeof v); }

[[gnu::always_inline]] inline v8 exp8(v8 x) {
  const v8 low = -87.f - v8{}, high = 87.f - v8{}, shift = 12582912.f - v8{};
  x = x < low ? low : x > high ? high : x;
  const v8 whole = (x * 1.44269504f + shift) - shift;
  const v8 r = x - whole * 0.693359375f + whole * 2.12194440e-4f;
  v8 p = r * (1.f / 720) + 1.f / 120;
  p = p * r + 1.f / 24;
  p = p * r + 1.f / 6;
  p = p * r + 0.5f;
  p = p * r + 1.f;
  p = p * r + 1.f;
  const i8 bits = (__builtin_convertvector(whole, i8) + 127) << 23;
  v8 scale;
  std::memcpy(&scale, &bits, sizeof scale);
  return p * scale;
}
[[gnu::always_inline]] inline v8 tanh8(v8 x) { return 1.f - 2.f / (exp8(x + x) + 1.f); }

/// Columns are stored in panels of 16, each a matrix of its own: `[columns / 16][rows][16]`.
constexpr size_t padded(size_t columns) { return (columns + 15) / 16 * 16; }

/// `C += A B` for `Rows` rows in `Panels` panels; element (i, k) of A lies at `a[i * row + k *
/// step]`. Panels of C and B are `c_panel` and `b_panel` numbers long.
template <size_t Rows, size_t Panels = 1>
[[gnu::always_inline]] inline void tile(size_t depth, float* c, const float* a, size_t row,
                                        size_t step, const float* b, size_t c_panel = 0,
                                        size_t b_panel = 0) {
  v8 sum[Rows][2 * Panels];
  const auto half = [](size_t p, size_t panel) { return p / 2 * panel + p % 2 * 8; };
#pragma GCC unroll 8
  for (size_t i = 0; i < Rows; ++i)
#pragma GCC unroll 8
    for (size_t p = 0; p < 2 * Panels; ++p) sum[i][p] = load8(c + 16 * i + half(p, c_panel));
  for (size_t k = 0; k < depth; ++k) {
#pragma GCC unroll 8
    for (size_t i = 0; i < Rows; ++i) {
      const v8 x = a[i * row + k * step] - v8{};
#pragma GCC unroll 8
      for (size_t p = 0; p < 2 * Panels; ++p)
        sum[i][p] += x * load8(b + 16 * k + half(p, b_panel));
    }
  }
#pragma GCC unroll 8
  for (size_t i = 0; i < Rows; ++i)
#pragma GCC unroll 8
    for (size_t p = 0; p < 2 * Panels; ++p) store8(c + 16 * i + half(p, c_panel), sum[i][p]);
}

/// `C += A B` where B and C are panels. A single row takes four panels at a time: the sums of
/// one would wait for each other.
template <size_t M, size_t N, size_t K>
void add_product(float* c, const float* a, size_t row, size_t step, const float* b) {
  constexpr size_t panels = M == 1 && N % 64 == 0 ? 4 : 1;
  for (size_t n = 0; n < N; n += 16 * panels, c += 16 * panels * M, b += 16 * panels * K) {
    size_t m = 0;
    for (; m + 6 <= M; m += 6) tile<6>(K, c + 16 * m, a + m * row, row, step, b);
    if constexpr (M % 6 != 0)
      tile<M % 6, panels>(K, c + 16 * m, a + m * row, row, step, b, 16 * M, 16 * K);
  }
}

/// A dense layer. Weights lie input-major, so that a sample needs no sums across lanes.
template <size_t In, size_t Out>
struct dense {
  static constexpr size_t width = padded(Out);
  alignas(64) float w[width * In]{}, b[width]{}, transposed[padded(In) * Out]{};

  static constexpr size_t place(size_t in, size_t out) {
    return (out / 16 * In + in) * 16 + out % 16;
  }
  const float* load(const float* from) {
    for (size_t i = 0; i < Out * In; ++i) w[place(i % In, i / In)] = *from++;
    for (size_t i = 0; i < Out; ++i) b[i] = *from++;
    return from;
  }
  void save(numbers& to) const {
    for (size_t i = 0; i < Out * In; ++i) to.push_back(w[place(i % In, i / In)]);
    to.insert(to.end(), b, b + Out);
  }

  /// `z = W x + b` for all samples; element `i` of a sample lies at `x[sample * row + i *
  /// step]`.
  template <size_t Samples>
  void forward(float* z, const float* x, size_t row, size_t step) const {
    for (size_t n = 0; n < width; n += 16)
      for (size_t s = 0; s < Samples; ++s) std::memcpy(z + n * Samples + 16 * s, b + n, 64);
    add_product<Samples, width, In>(z, x, row, step, w);
  }
  /// The gradient of the layer's input, from panels `d` of its output's.
  void backward(float* dx, const float* d) {
    for (size_t i = 0; i < In; ++i)
      for (size_t o = 0; o < Out; ++o)
        transposed[(i / 16 * Out + o) * 16 + i % 16] = w[place(i, o)];
    std::memset(dx, 0, samples * padded(In) * sizeof(float));
    for (size_t o = 0; o < Out; o += 16)
      for (size_t i = 0; i < In; i += 16)
        for (size_t s = 0; s + 4 <= samples; s += 4)
          tile<4>(std::min<size_t>(16, Out - o), dx + i * samples + 16 * s,
                  d + o * samples + 16 * s, 16, 1, transposed + i * Out + o * 16);
  }
  /// The update, from panels `d` that are already multiplied by the negative rate.
  void update(const float* d, const float* x, size_t row, size_t step) {
    add_product<In, width, samples>(w, x, step, row, d);
    for (size_t n = 0; n < width; n += 16)
      for (size_t s = 0; s < samples; ++s)
        for (size_t i = 0; i < 16; ++i) b[n + i] += d[n * samples + 16 * s + i];
  }
};

template <class F>
void for_packs(size_t count, F&& f) {
  for (size_t i = 0; i < count; i += 8) f(i);
}

/// `[samples][16]` logits to probabilities of `Out` classes; zeros behind.
template <size_t Samples, size_t Out>
void softmax_rows(float* z) {
  for (size_t s = 0; s < Samples; ++s, z += 16) {
    float greatest = z[0], sum = 0;
    for (size_t i = 1; i < Out; ++i) greatest = std::max(greatest, z[i]);
    for_packs(16, [&](size_t i) { store8(z + i, exp8(load8(z + i) - greatest)); });
    for (size_t i = 0; i < Out; ++i) sum += z[i];
    for (size_t i = Out; i < 16; ++i) z[i] = 0;
    for_packs(16, [&](size_t i) { store8(z + i, load8(z + i) * (1 / sum)); });
  }
}

class hand_classifier {
 public:
  void load(const numbers& from) { second_.load(first_.load(from.data())); }
  numbers parameters() const {
    numbers all;
    first_.save(all);
    second_.save(all);
    return all;
  }
  void step(const batch<784, 10>& data) {
    forward<samples>(&data.x[0][0]);
    for (size_t s = 0; s < samples; ++s)
      for (size_t i = 0; i < 10; ++i)
        z_[16 * s + i] = (z_[16 * s + i] - data.y[s][i]) * (-rate / samples);
    second_.backward(d_, z_);
    for_packs(samples * 128,
              [&](size_t i) { store8(d_ + i, load8(h_ + i) > 0.f ? load8(d_ + i) : v8{}); });
    for (size_t p = 0; p < 128; p += 16)
      add_product<16, 16, samples>(second_.w + 16 * p, h_ + p * samples, 1, 16, z_);
    for (size_t s = 0; s < samples; ++s)
      for (size_t i = 0; i < 16; ++i) second_.b[i] += z_[16 * s + i];
    first_.update(d_, &data.x[0][0], 784, 1);
  }
  template <size_t Samples>
  void infer_all(const float* x, float* y) {
    forward<Samples>(x);
    for (size_t s = 0; s < Samples; ++s) std::memcpy(y + 10 * s, z_ + 16 * s, 40);
  }
  void infer(const float (&x)[samples][784], float (&y)[samples][10]) {
    infer_all<samples>(&x[0][0], &y[0][0]);
  }
  void infer(const float (&x)[784], float (&y)[10]) { infer_all<1>(x, y); }

 private:
  template <size_t Samples>
  void forward(const float* x) {
    first_.forward<Samples>(h_, x, 784, 1);
    for_packs(Samples * 128, [&](size_t i) {
      const v8 h = load8(h_ + i);
      store8(h_ + i, h > 0.f ? h : v8{});
    });
    for (size_t s = 0; s < Samples; ++s) std::memcpy(z_ + 16 * s, second_.b, 64);
    for (size_t p = 0; p < 128; p += 16)
      add_product<Samples, 16, 16>(z_, h_ + p * Samples, 16, 1, second_.w + 16 * p);
    softmax_rows<Samples, 10>(z_);
  }

  dense<784, 128> first_;
  dense<128, 10> second_;
  alignas(64) float h_[samples * 128], d_[samples * 128], z_[samples * 16];
};

class hand_regressor {
 public:
  void load(const numbers& from) {
    const float* rest = second_.load(first_.load(from.data()));
    std::copy_n(rest, 16, w3_);
    b3_ = rest[16];
  }
  numbers parameters() const {
    numbers all;
    first_.save(all);
    second_.save(all);
    all.insert(all.end(), w3_, w3_ + 16);
    all.push_back(b3_);
    return all;
  }
  void step(const batch<2, 1>& data) {
    const float* x = &data.x[0][0];
    first_.forward<samples>(h1_, x, 2, 1);
    for_packs(samples * 16, [&](size_t i) { store8(h1_ + i, tanh8(load8(h1_ + i))); });
    second_.forward<samples>(h2_, h1_, 16, 1);
    for_packs(samples * 16, [&](size_t i) { store8(h2_ + i, tanh8(load8(h2_ + i))); });
    const v8 low = load8(w3_), high = load8(w3_ + 8);
    v8 g_low{}, g_high{};
    float g = 0;
    for (size_t s = 0; s < samples; ++s) {
      const v8 p = load8(h2_ + 16 * s), q = load8(h2_ + 16 * s + 8),
               products = p * low + q * high;
      float out = b3_;
      for (size_t i = 0; i < 8; ++i) out += products[i];
      const float d = (out - data.y[s][0]) * (-rate * 2 / samples);
      g += d;
      g_low += d * p;
      g_high += d * q;
      store8(d2_ + 16 * s, d * low * (1.f - p * p));
      store8(d2_ + 16 * s + 8, d * high * (1.f - q * q));
    }
    second_.backward(d1_, d2_);
    for_packs(samples * 16, [&](size_t i) {
      const v8 h = load8(h1_ + i);
      store8(d1_ + i, load8(d1_ + i) * (1.f - h * h));
    });
    store8(w3_, low + g_low);
    store8(w3_ + 8, high + g_high);
    b3_ += g;
    second_.update(d2_, h1_, 16, 1);
    first_.update(d1_, x, 2, 1);
  }

 private:
  dense<2, 16> first_;
  dense<16, 16> second_;
  float w3_[16], b3_;
  alignas(64) float h1_[samples * 16], h2_[samples * 16], d1_[samples * 16], d2_[samples * 16];
};

// ---- Eigen
// -----------------------------------------------------------------------------------

template <size_t Rows, size_t Columns>
using matrix = Eigen::Matrix<float, static_cast<int>(Rows), static_cast<int>(Columns),
                             Columns == 1 ? Eigen::ColMajor : Eigen::RowMajor>;

/// Storage seen as a matrix of fixed sizes: large ones may not be members.
template <size_t Rows, size_t Columns>
struct stored {
  alignas(64) float numbers[Rows * Columns];
  auto view() { return Eigen::Map<matrix<Rows, Columns>, Eigen::Aligned64>(numbers); }
};
template <size_t Rows, size_t Columns>
auto view(const float (&from)[Rows][Columns]) {
  return Eigen::Map<const matrix<Rows, Columns>>(&from[0][0]);
}

template <size_t In, size_t Out>
struct eigen_layer {
  stored<Out, In> w;
  stored<1, Out> b;

  const float* load(const float* from) {
    std::copy_n(from, Out * In, w.numbers);
    std::copy_n(from + Out * In, Out, b.numbers);
    return from + Out * In + Out;
  }
  void save(numbers& to) const {
    to.insert(to.end(), w.numbers, w.numbers + Out * In);
    to.insert(to.end(), b.numbers, b.numbers + Out);
  }
  template <class Z, class X>
  void forward(Z z, const X& x) {
    z.noalias() = x * w.view().transpose();
    z.rowwise() += b.view();
  }
  template <class D, class X>
  void update(const D& d, const X& x) {
    w.view().noalias() -= d.transpose() * x;
    b.view() -= d.colwise().sum();
  }
};

class eigen_classifier {
 public:
  void load(const numbers& from) { second_.load(first_.load(from.data())); }
  numbers parameters() const {
    numbers all;
    first_.save(all);
    second_.save(all);
    return all;
  }
  void step(const batch<784, 10>& data) {
    auto h = h_.view(), d = d_.view();
    auto z = z_.view();
    forward(h, z, view(data.x));
    z = (z - view(data.y)) * (rate / samples);
    d.noalias() = z * second_.w.view();
    d = (h.array() > 0).select(d, 0.f);
    second_.update(z, h);
    first_.update(d, view(data.x));
  }
  void infer(const float (&x)[samples][784], float (&y)[samples][10]) {
    forward(h_.view(), Eigen::Map<matrix<samples, 10>>(&y[0][0]), view(x));
  }
  void infer(const float (&x)[784], float (&y)[10]) {
    Eigen::Matrix<float, 128, 1> h = first_.b.view().transpose();
    h.noalias() += first_.w.view() * Eigen::Map<const Eigen::Matrix<float, 784, 1>>(x);
    h = h.cwiseMax(0.f);
    Eigen::Matrix<float, 10, 1> z = second_.b.view().transpose();
    z.noalias() += second_.w.view() * h;
    z = (z.array() - z.maxCoeff()).exp();
    Eigen::Map<Eigen::Matrix<float, 10, 1>>{y} = z / z.sum();
  }

 private:
  template <class H, class Z, class X>
  void forward(H h, Z z, const X& x) {
    first_.forward(h, x);
    h = h.cwiseMax(0.f);
    second_.forward(z, h);
    const Eigen::Matrix<float, samples, 1> greatest = z.rowwise().maxCoeff();
    z.colwise() -= greatest;
    z = z.array().exp();
    const Eigen::Array<float, samples, 1> sum = z.rowwise().sum();
    z.array().colwise() /= sum;
  }

  eigen_layer<784, 128> first_;
  eigen_layer<128, 10> second_;
  stored<samples, 128> h_, d_;
  stored<samples, 10> z_;
};

class eigen_regressor {
 public:
  void load(const numbers& from) { third_.load(second_.load(first_.load(from.data()))); }
  numbers parameters() const {
    numbers all;
    first_.save(all);
    second_.save(all);
    third_.save(all);
    return all;
  }
  void step(const batch<2, 1>& data) {
    auto h1 = h1_.view(), h2 = h2_.view(), d1 = d1_.view(), d2 = d2_.view();
    auto d3 = d3_.view();
    first_.forward(h1, view(data.x));
    h1 = h1.array().tanh();
    second_.forward(h2, h1);
    h2 = h2.array().tanh();
    third_.forward(d3, h2);
    d3 = (d3 - view(data.y)) * (2 * rate / samples);
    d2.noalias() = d3 * third_.w.view();
    d2.array() *= 1 - h2.array().square();
    d1.noalias() = d2 * second_.w.view();
    d1.array() *= 1 - h1.array().square();
    third_.update(d3, h2);
    second_.update(d2, h1);
    first_.update(d1, view(data.x));
  }

 private:
  eigen_layer<2, 16> first_;
  eigen_layer<16, 16> second_;
  eigen_layer<16, 1> third_;
  stored<samples, 16> h1_, h2_, d1_, d2_;
  stored<samples, 1> d3_;
};

// ---- what is measured
// ------------------------------------------------------------------------

/// As many batches as a first-level cache cannot hold.
constexpr size_t batches = 8;

template <size_t In, size_t Out>
std::vector<batch<In, Out>> generated() {
  bench::generator next;
  std::vector<batch<In, Out>> all(batches);
  for (auto& b : all) {
    for (auto& x : b.x) std::generate(x, x + In, [&] { return static_cast<float>(next()); });
    for (size_t s = 0; s < samples; ++s) {
      if constexpr (Out == 1)
        b.y[s][0] = std::sin(3 * b.x[s][0]) * b.x[s][1];
      else
        b.y[s][static_cast<size_t>((next() + 1) * Out / 2)] = 1;
    }
  }
  return all;
}
const auto images = generated<784, 10>();
const auto points = generated<2, 1>();

/// Weights in [-1, 1) / sqrt(inputs), for layers of the given widths.
numbers initial(std::vector<size_t> widths) {
  bench::generator next;
  numbers all;
  for (size_t layer = 1; layer < widths.size(); ++layer) {
    const double scale = 1 / std::sqrt(static_cast<double>(widths[layer - 1]));
    for (size_t i = 0; i < widths[layer] * (widths[layer - 1] + 1); ++i)
      all.push_back(static_cast<float>(scale * next()));
  }
  return all;
}

/// A network in its initial state, which is the same for all contenders.
template <class Network>
std::unique_ptr<Network> fresh() {
  auto network = std::make_unique<Network>();
  constexpr bool classifies =
      requires(Network n, float(&y)[10]) { n.infer(images[0].x[0], y); };
  network->load(classifies ? initial({784, 128, 10}) : initial({2, 16, 16, 1}));
  return network;
}

template <class Network>
numbers trained(const auto& data) {
  const auto network = fresh<Network>();
  for (size_t k = 0; k < 10; ++k) network->step(data[k % batches]);
  return network->parameters();
}

template <class Network>
numbers inferred() {
  const auto network = fresh<Network>();
  float all[samples][10], one[10];
  network->infer(images[0].x, all);
  network->infer(images[0].x[1], one);
  numbers result(&all[0][0], &all[0][0] + samples * 10);
  result.insert(result.end(), one, one + 10);
  return result;
}

bool all_agree() {
  const numbers classifier = trained<etch_classifier>(images);
  const numbers regressor = trained<etch_regressor>(points);
  const numbers output = inferred<etch_classifier>();
  // Not &&: all that differs is to be told.
  const bool same[] = {
      bench::agree("784-128-10, by hand", classifier, trained<hand_classifier>(images), 1e-4),
      bench::agree("784-128-10, Eigen", classifier, trained<eigen_classifier>(images), 1e-4),
      bench::agree("2-16-16-1, by hand", regressor, trained<hand_regressor>(points), 1e-4),
      bench::agree("2-16-16-1, Eigen", regressor, trained<eigen_regressor>(points), 1e-4),
      bench::agree("inference, frozen", output, inferred<frozen_classifier>(), 1e-4),
      bench::agree("inference by hand", output, inferred<hand_classifier>(), 1e-4),
      bench::agree("inference, Eigen", output, inferred<eigen_classifier>(), 1e-4),
  };
  return std::ranges::find(same, false) == std::end(same);
}

template <class Network, const auto& Data>
void training(benchmark::State& state) {
  const auto network = fresh<Network>();
  size_t k = 0;
  for (auto _ : state) {
    network->step(Data[k++ % batches]);
    benchmark::ClobberMemory();
  }
}

template <class Network>
void inference_of_batch(benchmark::State& state) {
  const auto network = fresh<Network>();
  size_t k = 0;
  float y[samples][10];
  for (auto _ : state) {
    network->infer(images[k++ % 2].x, y);
    benchmark::DoNotOptimize(&y);
    benchmark::ClobberMemory();
  }
}

template <class Network>
void inference_of_sample(benchmark::State& state) {
  const auto network = fresh<Network>();
  size_t k = 0;
  float y[10];
  for (auto _ : state) {
    network->infer(images[0].x[k++ % 16], y);
    benchmark::DoNotOptimize(&y);
    benchmark::ClobberMemory();
  }
}

BENCHMARK(training<etch_classifier, images>)->Name("training 784-128-10/etch");
BENCHMARK(training<hand_classifier, images>)->Name("training 784-128-10/hand");
BENCHMARK(training<eigen_classifier, images>)->Name("training 784-128-10/Eigen");
BENCHMARK(training<etch_regressor, points>)->Name("training 2-16-16-1/etch");
BENCHMARK(training<hand_regressor, points>)->Name("training 2-16-16-1/hand");
BENCHMARK(training<eigen_regressor, points>)->Name("training 2-16-16-1/Eigen");
BENCHMARK(inference_of_batch<etch_classifier>)->Name("inference 784-128-10, 64 samples/etch");
BENCHMARK(inference_of_batch<frozen_classifier>)
    ->Name("inference 784-128-10, 64 samples/etch, frozen");
BENCHMARK(inference_of_batch<hand_classifier>)->Name("inference 784-128-10, 64 samples/hand");
BENCHMARK(inference_of_batch<eigen_classifier>)->Name("inference 784-128-10, 64 samples/Eigen");
BENCHMARK(inference_of_sample<etch_classifier>)->Name("inference 784-128-10, 1 sample/etch");
BENCHMARK(inference_of_sample<frozen_classifier>)
    ->Name("inference 784-128-10, 1 sample/etch, frozen");
BENCHMARK(inference_of_sample<hand_classifier>)->Name("inference 784-128-10, 1 sample/hand");
BENCHMARK(inference_of_sample<eigen_classifier>)->Name("inference 784-128-10, 1 sample/Eigen");

}  // namespace

int main(int argc, char** argv) {
  if (!all_agree()) return 1;
  return bench::run(argc, argv);
}
