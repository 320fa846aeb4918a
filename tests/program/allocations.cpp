// SPDX-License-Identifier: BSL-1.0
// A call allocates nothing: not for one sample, not for a step of training on a batch, not to
// freeze a program.
#include <etch/etch.hpp>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <tuple>
#include <vector>

namespace {
std::size_t allocations = 0;
}

void* operator new(std::size_t bytes) {
  ++allocations;
  if (void* place = std::malloc(bytes == 0 ? 1 : bytes)) return place;
  throw std::bad_alloc();
}
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  ++allocations;
  const std::size_t line = static_cast<std::size_t>(alignment);
  if (void* place = std::aligned_alloc(line, (bytes + line - 1) / line * line)) return place;
  throw std::bad_alloc();
}
void operator delete(void* place) noexcept { std::free(place); }
void operator delete(void* place, std::size_t) noexcept { std::free(place); }
void operator delete(void* place, std::align_val_t) noexcept { std::free(place); }
void operator delete(void* place, std::size_t, std::align_val_t) noexcept { std::free(place); }

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
// The C library's own, counted as well: `malloc` is what others are made of.
extern "C" void* __libc_malloc(std::size_t);
extern "C" void* malloc(std::size_t bytes) {
  ++allocations;
  return __libc_malloc(bytes);
}
#endif

namespace {

using namespace etch;
constexpr auto x = input<"x", 9>;
constexpr auto y = distribution<"y", 4>;
constexpr auto w1 = param<"w1", 17, 9>;
constexpr auto b1 = param<"b1", 17>;
constexpr auto w2 = param<"w2", 4, 17>;
constexpr auto b2 = param<"b2", 4>;
constexpr auto loss = cross_entropy(softmax(w2 * tanh(w1 * x + b1) + b2), y);
constexpr auto objective = batch_mean(loss) + 1e-3_c * squared_norm(w1);

constexpr auto h = input<"h", 5>;
constexpr auto c = input<"c", 5>;
constexpr auto next = nn::lstm<"l", 5>.step(x, h, c);

}  // namespace

int main() {
  auto theta = parameters<float>(loss);
  theta.for_each([](auto, auto& values) { values.fill(0.125f); });
  auto slopes = theta;
  std::vector<std::array<float, 9>> images(300);
  std::vector<std::array<float, 4>> labels(300);
  std::vector<float> each(300);
  for (std::size_t i = 0; i < 300; ++i) images[i][i % 9] = 1, labels[i][i % 4] = 1;
  constexpr auto step = compile<float>(objective, gradient(objective), loss);
  constexpr auto single = compile<float>(loss, gradient(loss), grad(loss, x));
  const auto weights = parameters<float>(next.h);
  constexpr auto recur = compile<float>(next.h, next.c);
  constexpr auto logits = compile<float>(w2 * tanh(w1 * x + b1) + b2);
  static std::array<std::array<float, 4>, 300> scores;
  if (allocations == 0) return 1;  // the vectors above were counted

  const std::size_t before = allocations;
  float value = 0;
  for (int i = 0; i < 3; ++i) {
    step.into(value, slopes, each, theta, x = images, y = labels);
    theta.for_each([&](auto symbol, auto& values) {
      for (std::size_t k = 0; k < values.size(); ++k) values[k] -= 0.1f * slopes[symbol][k];
    });
    const auto [l, g, by_x] = single(theta, x = images[0], y = labels[0]);
    value += l + g[b2][0] + by_x[0];
    const auto frozen = logits.freeze(theta);
    frozen.into(scores, x = images);
    value += frozen(x = images[1])[0] + scores[2][0];
  }
  tensor<float, 5> hidden, cells;
  for (int i = 0; i < 3; ++i)
    std::tie(hidden, cells) = recur(weights, x = images[0], h = hidden, c = cells);
  value += hidden[0];
  return allocations == before && value == value ? 0 : 2;
}
