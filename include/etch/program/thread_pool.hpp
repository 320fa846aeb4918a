// SPDX-License-Identifier: BSL-1.0
/// A fixed number of threads that work on one call at a time.
#pragma once

#include <etch/program/run.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <thread>
#include <type_traits>
#include <vector>

namespace etch {

namespace program {

/// Tells the core that its thread waits for another's store.
inline void pause() noexcept {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

/// How often a thread looks before it gives its core away: a few microseconds, as long as the
/// gaps within a call and between two calls of a loop.
inline constexpr int looks = 2000;

/// Waits until `value` is no longer `old`.
template <class T>
void wait_for_change(const std::atomic<T>& value, T old) noexcept {
  for (int i = 0; i < looks; ++i) {
    if (value.load(std::memory_order_acquire) != old) return;
    pause();
  }
  value.wait(old, std::memory_order_acquire);
}

/// Where threads wait for each other, again and again.
class barrier {
 public:
  explicit barrier(std::size_t threads) : threads_(threads) {}

  void arrive_and_wait() noexcept {
    const std::uint32_t turn = turn_.load(std::memory_order_relaxed);
    if (arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 == threads_) {
      arrived_.store(0, std::memory_order_relaxed);
      turn_.store(turn + 1, std::memory_order_release);
      turn_.notify_all();
    } else {
      wait_for_change(turn_, turn);
    }
  }

 private:
  const std::size_t threads_;
  alignas(64) std::atomic<std::size_t> arrived_{0};
  alignas(64) std::atomic<std::uint32_t> turn_{0};
};

}  // namespace program

/// Threads that share the work of a call, the caller's among them: `step.on(pool)(theta, ...)`.
/// A pool works on one call at a time; threads that call at once need a pool each.
class thread_pool {
 public:
  /// Starts `threads - 1` threads; at least the caller's own takes part.
  ///
  /// Errors  `std::system_error` where the system starts no more threads.
  explicit thread_pool(std::size_t threads = std::thread::hardware_concurrency())
      : size_(threads > 0 ? threads : 1), barrier_(size_) {
    threads_.reserve(size_ - 1);
    for (std::size_t worker = 1; worker < size_; ++worker)
      threads_.emplace_back([this, worker](std::stop_token stop) { serve(stop, worker); });
  }
  thread_pool(const thread_pool&) = delete;
  thread_pool& operator=(const thread_pool&) = delete;
  ~thread_pool() {
    for (std::jthread& thread : threads_) thread.request_stop();
    announce(nullptr, nullptr);
  }

  std::size_t size() const { return size_; }

  /// `job(worker)` on every thread, worker 0 being the caller's; returns when all are done.
  /// Jobs throw nothing.
  template <class Job>
  void run(const Job& job) noexcept {
    static_assert(std::is_nothrow_invocable_v<const Job&, std::size_t>);
    if (size_ == 1) return job(0);
    announce(
        [](const void* all, std::size_t worker) { (*static_cast<const Job*>(all))(worker); },
        &job);
    job(0);
    barrier_.arrive_and_wait();
  }

  /// Waits, within a job, until all threads are here.
  void wait_for_all() noexcept {
    if (size_ > 1) barrier_.arrive_and_wait();
  }

 private:
  using call = void (*)(const void* job, std::size_t worker);

  void announce(call function, const void* job) noexcept {
    function_ = function;
    job_ = job;
    jobs_.fetch_add(1, std::memory_order_release);
    jobs_.notify_all();
  }

  void serve(const std::stop_token& stop, std::size_t worker) noexcept {
    for (std::uint32_t done = 0;; ++done) {
      program::wait_for_change(jobs_, done);
      if (stop.stop_requested()) return;
      function_(job_, worker);
      barrier_.arrive_and_wait();
    }
  }

  const std::size_t size_;
  program::barrier barrier_;
  call function_ = nullptr;
  const void* job_ = nullptr;
  alignas(64) std::atomic<std::uint32_t> jobs_{0};
  std::vector<std::jthread> threads_;  // the first to go: they use all others
};

namespace program {

/// Cycles, roughly, that a call takes for one sample, on one core.
template <class T, auto Key>
consteval std::size_t cycles_of() {
  constexpr std::size_t lanes = kernel::lanes<T>;
  if constexpr (requires { Key.recipe; }) {
    return 1 + Key.elements * (Key.recipe.steps + 1) * 3 / lanes;
  } else if constexpr (requires { Key.shape; }) {
    return 1 + (Key.shape.m * Key.shape.n * Key.shape.k * Key.shape.products + Key.elements) /
                   (2 * lanes);
  } else {
    constexpr shaped_key key = Key;
    return 1 + key.to.size();
  }
}

/// How threads share a call.
enum class cut : unsigned char { not_at_all, by_samples, by_columns };

template <class T, auto Key>
consteval cut cut_of() {
  if constexpr (requires { Key.recipe; }) {
    return Key.batched ? cut::by_samples : cut::not_at_all;
  } else if constexpr (requires { Key.shape; }) {
    constexpr product_shape shape = Key.shape;
    if constexpr (Key.kind == pass::call_kind::batch_product)
      return is_cut_by_columns<T, shape>(true) ? cut::by_columns : cut::not_at_all;
    else if constexpr (Key.kind == pass::call_kind::product && Key.batched)
      return is_cut_by_columns<T, shape>(false) ? cut::by_columns : cut::by_samples;
    else
      return cut::not_at_all;
  } else {
    return Key.batched[0] || Key.batched[1] ? cut::by_samples : cut::not_at_all;
  }
}

/// One thread's part in a call of a program. All threads go through the same list of calls;
/// large ones are cut, small ones are left to worker 0.
struct worker {
  /// What waiting for each other should not outweigh.
  static constexpr std::size_t least_cycles = 8000;

  thread_pool& pool;
  const std::size_t number;
  bool ahead = false;  ///< worker 0 may have results that nobody waited for

  template <class T, bool Inlined, auto Key>
  [[gnu::always_inline]] void perform(const call_site<T>& site) {
    constexpr cut how = cut_of<T, Key>();
    if constexpr (how != cut::not_at_all) {
      if (site.samples.count * cycles_of<T, Key>() >= least_cycles) {
        if (ahead) pool.wait_for_all();
        call_site<T> own = site;
        if constexpr (how == cut::by_columns)
          own.part = {number, pool.size()};
        else
          own.samples = part_of(site.samples);
        if (own.samples.count > 0) program::perform<T, Inlined, Key>(own);
        pool.wait_for_all();
        ahead = false;
        return;
      }
    }
    ahead = true;
    if (number == 0) program::perform<T, Inlined, Key>(site);
  }

  /// This thread's samples: as many as others', in whole fours.
  tile_of_samples part_of(tile_of_samples all) const {
    const auto end = [&](std::size_t workers) {
      const std::size_t even = (all.count * workers / pool.size() + 3) / 4 * 4;
      return even < all.count ? even : all.count;
    };
    const std::size_t begin = end(number);
    return {all.first + begin, end(number + 1) - begin, begin};
  }
};

/// Runs programs on all threads of a pool.
struct on_threads {
  thread_pool& pool;

  template <class T, const auto& Plan, const auto& Places>
  void run(const T* const* inputs, T* const* outputs, std::size_t samples) const {
    constexpr arena_shape shape = arena_of<T>(Plan);
    alignas(64) T arena[shape.elements() + 1];
    const memory<T> m{inputs, outputs, arena, arena + shape.shared_elements};
    const auto job = [&](std::size_t number) noexcept {
      worker own{pool, number};
      run_plan<T, Plan>(own, &Places, m, samples);
    };
    pool.run(job);
  }
};

}  // namespace program

inline program::on_threads threads_of(thread_pool& pool) { return {pool}; }

}  // namespace etch
