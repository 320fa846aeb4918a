// SPDX-License-Identifier: BSL-1.0
/// Reductions over the samples of a tile.
#pragma once

#include <etch/kernel/elementwise.hpp>
#include <etch/kernel/pack.hpp>

#include <cstddef>
#include <type_traits>

namespace etch::kernel {

namespace over_samples {

/// The definition, for constant evaluation.
template <result Kind, class T>
constexpr void one_by_one(std::size_t samples, std::size_t elements, T* out, const T* in) {
  for (std::size_t sample = 0; sample < samples; ++sample)
    for (std::size_t i = 0; i < elements; ++i)
      out[i] = group::combine<Kind>(out[i], in[sample * elements + i]);
}

/// One number of every sample: they lie next to each other, and make packs across samples.
template <result Kind, class T>
void numbers(std::size_t samples, T* out, const T* in) {
  constexpr std::size_t chains = 4, turn = chains * lanes<T>;
  std::size_t sample = 0;
  if (samples >= turn) {
    pack<T> total[chains];
    for (std::size_t u = 0; u < chains; ++u) total[u] = load(in + u * lanes<T>);
    for (sample = turn; sample + turn <= samples; sample += turn)
      for (std::size_t u = 0; u < chains; ++u)
        total[u] = group::combine<Kind>(total[u], load(in + sample + u * lanes<T>));
    const pack<T> half = group::combine<Kind>(total[0], total[1]);
    const pack<T> other = group::combine<Kind>(total[2], total[3]);
    *out = group::combine<Kind>(*out, group::fold<Kind>(group::combine<Kind>(half, other)));
  }
  one_by_one<Kind>(samples - sample, 1, out, in + sample);
}

/// A pack of elements down all samples, in two chains.
template <result Kind, class Lanes, class T>
[[gnu::always_inline]] inline void down(Lanes lanes, std::size_t samples, std::size_t elements,
                                        T* out, const T* in) {
  pack<T> even = lanes.read(out), odd = group::initial<Kind, pack<T>>();
  std::size_t sample = 0;
  for (; sample + 2 <= samples; sample += 2) {
    even = group::combine<Kind>(even, lanes.read(in + sample * elements));
    odd = group::combine<Kind>(odd, lanes.read(in + (sample + 1) * elements));
  }
  if (sample < samples) even = group::combine<Kind>(even, lanes.read(in + sample * elements));
  lanes.write(out, group::combine<Kind>(even, odd));
}

template <result Kind, std::size_t N, class T>
void rows(std::size_t samples, T* out, const T* in) {
  constexpr std::size_t rest = N % lanes<T>;
  for (std::size_t i = 0; i + lanes<T> <= N; i += lanes<T>)
    down<Kind>(group::every_lane{}, samples, N, out + i, in + i);
  if constexpr (rest != 0)
    down<Kind>(group::some_lanes<rest>{}, samples, N, out + N - rest, in + N - rest);
}

}  // namespace over_samples

/// `out[i] = sum` (or `greatest`) over samples of `in[sample][i]`, continued from the tile
/// before unless this is the first.
template <class T, std::size_t N, result Kind>
constexpr void reduce_samples(std::size_t samples, bool first, T* out, const T* in) {
  if (first)
    for (std::size_t i = 0; i < N; ++i) out[i] = group::initial<Kind, T>();
  if (std::is_constant_evaluated())
    over_samples::one_by_one<Kind>(samples, N, out, in);
  else if constexpr (N == 1)
    over_samples::numbers<Kind>(samples, out, in);
  else
    over_samples::rows<Kind, N>(samples, out, in);
}

}  // namespace etch::kernel
