// SPDX-License-Identifier: BSL-1.0
// One const program may be called from many threads at once.
#include "drawing.hpp"
#include <etch/etch.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <thread>
#include <vector>

using namespace etch;

constexpr auto x = input<"x", 7>;
constexpr auto y = input<"y", 3>;
constexpr auto w1 = param<"w1", 13, 7>;
constexpr auto w2 = param<"w2", 3, 13>;
constexpr auto loss = mean_squared_error(w2 * tanh(w1 * (x - batch_mean(x))), y);
constexpr auto objective = batch_mean(loss);

int main() {
  constexpr std::size_t threads = 4, samples = 300;
  static constexpr auto step = compile<double>(objective, gradient(objective));
  auto theta = parameters<double>(loss);
  drawing draw;
  theta.for_each([&](auto, auto& values) { draw(values); });
  std::vector<std::array<double, 7>> images(samples);
  std::vector<std::array<double, 3>> targets(samples);
  for (auto& image : images) draw(image);
  for (auto& target : targets) draw(target);

  // Each thread has a batch of its own, so that threads that shared anything would differ.
  const auto batch = [&](std::size_t thread, auto& values) {
    return std::span(values).subspan(thread * 50, 150 - thread);
  };
  const auto call = [&](std::size_t thread) {
    return step(theta, x = batch(thread, images), y = batch(thread, targets));
  };
  std::vector<decltype(call(0))> expected, found(threads, call(0));
  for (std::size_t i = 0; i < threads; ++i) expected.push_back(call(i));
  std::vector<int> differences(threads);
  std::vector<std::thread> running;
  for (std::size_t i = 0; i < threads; ++i)
    running.emplace_back([&, i] {
      for (int repeat = 0; repeat < 200; ++repeat) {
        found[i] = call(i);
        differences[i] += found[i] != expected[i];
      }
    });
  for (std::thread& thread : running) thread.join();
  for (const int difference : differences)
    if (difference != 0) return 1;
  return 0;
}
