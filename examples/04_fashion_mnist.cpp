// SPDX-License-Identifier: BSL-1.0
/// Lesson 4: a classifier of clothes, 784-128-10, trained on Fashion-MNIST.
#include <etch/data/batches.hpp>
#include <etch/data/fashion_mnist.hpp>
#include <etch/data/generated.hpp>
#include <etch/etch.hpp>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using namespace etch;

// [model]
constexpr auto x = input<"x", 784>;
constexpr auto y = distribution<"y", 10>;

constexpr auto hidden = relu(param<"w1", 128, 784> * x + param<"b1", 128>);
constexpr auto scores = param<"w2", 10, 128> * hidden + param<"b2", 10>;
constexpr auto loss = cross_entropy(softmax(scores), y);
constexpr auto objective = batch_mean(loss);
// [model]

// Checked by the compiler before anything runs: the error signal is probability minus label.
static_assert(grad(loss, scores) == softmax(scores) - y);

using Parameters = decltype(parameters<float>(loss));
using Split = decltype(data::fashion_mnist<float>(x, y));
using Samples = decltype(Split::test);

constexpr std::size_t class_count = 10;
constexpr std::size_t side = 28;

struct Options {
  int epochs = 5;
  std::size_t batch = 64;
  float rate = 0.1f;
  std::uint64_t seed = 1;
  std::filesystem::path directory = data::fashion_mnist_directory;

  bool operator==(const Options&) const = default;
};

constexpr const char* usage =
    "Trains a 784-128-10 network on Fashion-MNIST and shows what it has learned.\n"
    "\n"
    "  --epochs N   passes over the training set (5)\n"
    "  --batch N    samples in a step (64)\n"
    "  --rate R     learning rate of plain gradient descent (0.1)\n"
    "  --seed N     of the initial weights and the shuffling (1)\n"
    "  --data DIR   where the four IDX files are (/usr/share/datasets/fashion-mnist)\n"
    "  --help       this text\n";

/// Reads a whole argument as a number of at least `least`.
template <class Number>
bool read(std::string_view text, Number& number, Number least) {
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && rest == end && number >= least;
}

/// The options of the command line; nothing after a mistake, which is explained.
std::optional<Options> read_options(std::span<char*> arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); i += 2) {
    const std::string_view name = arguments[i];
    const std::string_view value = i + 1 < arguments.size() ? arguments[i + 1] : "";
    const bool known = name == "--data"     ? !(options.directory = value).empty()
                       : name == "--epochs" ? read(value, options.epochs, 0)
                       : name == "--batch"  ? read(value, options.batch, std::size_t{1})
                       : name == "--rate"   ? read(value, options.rate, 0.0f)
                       : name == "--seed"   ? read(value, options.seed, std::uint64_t{0})
                                            : false;
    if (!known) {
      std::cerr << "not understood: " << name << ' ' << value << "\n\n" << usage;
      return {};
    }
  }
  return options;
}

struct Source {
  Split samples;
  std::array<std::string_view, class_count> classes;
  bool real = true;
};

/// The data set, or where it is not installed, one drawn on the spot.
Source load(const Options& options) {
  if (std::filesystem::exists(options.directory)) {
    return {data::fashion_mnist<float>(x, y, options.directory), data::fashion_mnist_classes};
  }
  std::cout << "No data set in " << options.directory.string()
            << " (Debian: apt install dataset-fashion-mnist); drawing figures instead.\n";
  return {data::generated<float>(x, y, {.train = 6000, .test = 1000, .seed = options.seed}),
          data::generated_classes, false};
}

/// The class of the greatest score of each sample.
std::vector<std::uint8_t> classify(const Parameters& theta, const Samples& samples) {
  constexpr auto network = compile<float>(scores);
  std::vector<std::array<float, class_count>> results(samples.size());
  network.into(results, theta, x = samples[x]);
  std::vector<std::uint8_t> classes;
  for (const auto& row : results) {
    classes.push_back(static_cast<std::uint8_t>(std::ranges::max_element(row) - row.begin()));
  }
  return classes;
}

double accuracy(const std::vector<std::uint8_t>& found,
                const std::vector<std::uint8_t>& labels) {
  std::size_t right = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) right += found[i] == labels[i];
  return static_cast<double>(right) / static_cast<double>(labels.size());
}

/// A line that is written again and again on a terminal, and not at all elsewhere.
class Progress {
 public:
  void show(int epoch, int epochs, std::size_t done, std::size_t all, double rate,
            double mean) {
    if (!terminal_) return;
    std::printf("\r  epoch %d/%d  %3zu %%  %7.0f samples/s  loss %.4f ", epoch, epochs,
                100 * done / all, rate, mean);
    std::fflush(stdout);
  }
  void end() const {
    if (terminal_) std::printf("\r%60s\r", "");
  }

 private:
  bool terminal_ = isatty(STDOUT_FILENO) != 0;
};

/// Trains and reports each epoch.
void train(Parameters& theta, const Source& source, const Options& options) {
  using clock = std::chrono::steady_clock;
  const auto& [train_set, test_set] = source.samples;
  // [train]
  constexpr auto rate = input<"rate">;
  constexpr auto step = compile<float>(objective, optim::descent(objective, rate));
  data::generator rng(options.seed);
  auto shuffled_batches = train_set | data::shuffled(rng) | data::batches(options.batch);
  // [train]
  Progress progress;
  double seconds = 0;
  for (int epoch = 1; epoch <= options.epochs; ++epoch) {
    double total = 0;
    std::size_t done = 0, shown = 0;
    const auto begin = clock::now();
    const auto elapsed = [&] {
      return std::chrono::duration<double>(clock::now() - begin).count();
    };
    // [epoch]
    for (auto batch : shuffled_batches) {
      float mean = 0;
      step.into(mean, theta, theta, rate = options.rate, batch);  // over the old parameters
      // [epoch]
      const std::size_t count = std::min(options.batch, train_set.size() - done);
      done += count;
      total += static_cast<double>(mean) * static_cast<double>(count);
      if (done - shown > train_set.size() / 100) {
        shown = done;
        const double samples = static_cast<double>(done);
        progress.show(epoch, options.epochs, done, train_set.size(), samples / elapsed(),
                      total / samples);
      }
    }
    const double took = elapsed(), samples = static_cast<double>(done);
    seconds += took;
    progress.end();
    std::printf("  epoch %d/%d  %7.0f samples/s  loss %.4f  test accuracy %.4f\n", epoch,
                options.epochs, samples / took, total / samples,
                accuracy(classify(theta, test_set), test_set.labels));
    std::fflush(stdout);
  }
  std::printf("  %.1f s of training\n", seconds);
}

/// How many samples of each class were found, and what the others were taken for.
void print_classes(const std::vector<std::uint8_t>& found, const Source& source) {
  const std::vector<std::uint8_t>& labels = source.samples.test.labels;
  std::array<std::array<std::size_t, class_count>, class_count> confusion{};
  for (std::size_t i = 0; i < labels.size(); ++i) ++confusion[labels[i]][found[i]];
  std::printf("\n  %-16s %8s %8s   %s\n", "class", "recall", "samples", "most often taken for");
  for (std::size_t c = 0; c < class_count; ++c) {
    auto row = confusion[c];
    std::size_t samples = 0;
    for (const std::size_t count : row) samples += count;
    const double recall =
        samples == 0 ? 0 : static_cast<double>(row[c]) / static_cast<double>(samples);
    row[c] = 0;
    const auto worst = static_cast<std::size_t>(std::ranges::max_element(row) - row.begin());
    std::printf("  %-16s %7.1f%% %8zu   %s\n", source.classes[c].data(), 100 * recall, samples,
                row[worst] > 0 ? source.classes[worst].data() : "-");
  }
}

/// Some test images side by side, two rows of pixels to a line of text.
void print_images(const Source& source, const std::vector<std::uint8_t>& found,
                  std::span<const std::size_t> chosen) {
  constexpr std::string_view shades = " .:-=+*#%@";
  const auto images = source.samples.test[x];
  std::puts("");
  for (std::size_t row = 0; row < side; row += 2) {
    std::string line;
    for (const std::size_t sample : chosen) {
      line += "  ";
      for (std::size_t column = 0; column < side; ++column) {
        const float* pixel = images[sample] + row * side + column;
        const float grey = (pixel[0] + pixel[side]) / 2;
        line += shades[static_cast<std::size_t>(grey * 9.99f)];
      }
    }
    std::puts(line.c_str());
  }
  for (const std::size_t sample : chosen) {
    const std::uint8_t label = source.samples.test.labels[sample];
    std::string text(source.classes[found[sample]]);
    if (found[sample] != label) text += " (is " + std::string(source.classes[label]) + ")";
    std::printf("  %-28s", text.c_str());
  }
  std::puts("");
}

int run(const Options& options) {
  const Source source = load(options);
  const auto& [train_set, test_set] = source.samples;
  std::printf("%zu images to train with, %zu to test with; %zu parameters.\n", train_set.size(),
              test_set.size(), Parameters::size());

  const auto theta = std::make_unique<Parameters>();
  glorot_uniform(*theta, options.seed);
  train(*theta, source, options);

  const std::vector<std::uint8_t> found = classify(*theta, test_set);
  const double reached = accuracy(found, test_set.labels);
  print_classes(found, source);
  // The first two that are right and the first that is wrong.
  std::vector<std::size_t> right, wrong;
  for (std::size_t i = 0; i < found.size(); ++i) {
    (found[i] == test_set.labels[i] ? right : wrong).push_back(i);
  }
  right.resize(std::min<std::size_t>(right.size(), 2));
  if (!wrong.empty()) right.push_back(wrong.front());
  print_images(source, found, right);
  std::printf("\nTest accuracy %.4f\n", reached);

  // The lesson's figure: with its own settings it reaches 85 %. (Other seeds end between 82 and
  // 87 %: at this rate the last steps still move the boundary between shirts and coats.)
  return source.real && options == Options{} && reached < 0.85 ? 1 : 0;
}

int main(int argument_count, char** arguments) try {
  const std::span given(arguments + 1, static_cast<std::size_t>(argument_count - 1));
  for (const std::string_view argument : given) {
    if (argument == "--help") {
      std::cout << usage;
      return 0;
    }
  }
  const std::optional<Options> options = read_options(given);
  return options ? run(*options) : 2;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
