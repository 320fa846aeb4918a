// SPDX-License-Identifier: BSL-1.0
/// What the library sees of other people's arrays: element type, extents, first element.
#pragma once

#include <etch/tensor/batch_view.hpp>
#include <etch/tensor/tensor.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace etch {

/// An extent that is known only at run time.
inline constexpr int dynamic = -1;

/// The extents of a type's values, outermost first; `rank` is -1 for what is no array of
/// numbers.
struct seen_extents {
  static constexpr int max_rank = graph::most_axes + 1;
  int rank = -1;
  int extent[max_rank]{};

  constexpr bool operator==(const seen_extents&) const = default;

  /// An outer axis around `inner`.
  static constexpr seen_extents around(int extent, const seen_extents& inner) {
    if (inner.rank < 0 || inner.rank == max_rank) return {};
    seen_extents result{inner.rank + 1, {extent}};
    for (int i = 0; i < inner.rank; ++i) result.extent[i + 1] = inner.extent[i];
    return result;
  }
  static constexpr seen_extents of(const graph::extents& shape) {
    seen_extents result{shape.rank, {}};
    for (int i = 0; i < shape.rank; ++i) result.extent[i] = shape.extent[i];
    return result;
  }
};

/// How a type is seen: `element` is void for what is no contiguous array of numbers. Specialise
/// it for an array type of your own that has neither `data()` and `size()` nor a static size.
template <class V>
struct contiguous {
  using element = void;
  static constexpr seen_extents extents{};
};

template <class V>
using contiguous_of = contiguous<std::remove_cvref_t<V>>;

/// An axis of `Extent` items of type `U`, if these leave no gaps.
template <class U, int Extent>
struct axis_of {
  using inner = contiguous_of<U>;
  static constexpr bool gapless = [] {
    std::size_t bytes = sizeof(std::conditional_t<std::is_void_v<typename inner::element>, char,
                                                  typename inner::element>);
    for (int i = 0; i < inner::extents.rank; ++i) {
      bytes *=
          static_cast<std::size_t>(inner::extents.extent[i] > 0 ? inner::extents.extent[i] : 0);
    }
    return bytes == sizeof(U);
  }();
  using element = std::conditional_t<gapless, typename inner::element, void>;
  static constexpr seen_extents extents =
      gapless ? seen_extents::around(Extent, inner::extents) : seen_extents{};
};

template <class V>
  requires std::is_arithmetic_v<V>
struct contiguous<V> {
  using element = V;
  static constexpr seen_extents extents{0, {}};
};

template <class T, int... Extents>
struct contiguous<tensor<T, Extents...>> {
  using element = T;
  static constexpr seen_extents extents = seen_extents::of(tensor<T, Extents...>::extents);
};

template <class T, int... Extents>
struct contiguous<batch_view<T, Extents...>> {
  using element = std::remove_const_t<T>;
  static constexpr seen_extents extents =
      seen_extents::around(dynamic, seen_extents::of(batch_view<T, Extents...>::extents));
};

template <class U, std::size_t N>
struct contiguous<U[N]> : axis_of<U, static_cast<int>(N)> {};

template <class V>
concept HasDataAndSize = requires(const V& v) {
  v.data();
  v.size();
};

/// `RowsAtCompileTime` and the like, as Eigen's dense types have them; -1 where dynamic.
/// Elements must lie row by row without gaps, so a column-major matrix of several rows and
/// columns is not seen, nor are maps with strides and blocks of larger matrices.
template <class V>
concept MatrixWithTraits = HasDataAndSize<V> && requires {
  V::RowsAtCompileTime;
  V::ColsAtCompileTime;
  V::IsRowMajor;
  V::InnerStrideAtCompileTime;
  V::OuterStrideAtCompileTime;
};

template <MatrixWithTraits V>
struct contiguous<V> {
  static constexpr int rows = static_cast<int>(V::RowsAtCompileTime);
  static constexpr int columns = static_cast<int>(V::ColsAtCompileTime);
  static constexpr bool vector = rows == 1 || columns == 1;
  static constexpr bool in_rows =
      V::IsRowMajor && static_cast<int>(V::OuterStrideAtCompileTime) == columns;
  static constexpr bool in_order =
      static_cast<int>(V::InnerStrideAtCompileTime) == 1 && (vector || in_rows);
  using element =
      std::conditional_t<in_order, std::remove_cvref_t<decltype(*std::declval<V&>().data())>,
                         void>;
  static constexpr seen_extents extents = !in_order ? seen_extents{}
                                          : vector
                                              ? seen_extents{1, {rows == 1 ? columns : rows}}
                                              : seen_extents{2, {rows, columns}};
};

/// `std::array`, `std::span`, `std::vector` and their like: static where the type says so.
template <HasDataAndSize V>
  requires(!MatrixWithTraits<V>)
struct contiguous<V>
    : axis_of<std::remove_cvref_t<decltype(*std::declval<const V&>().data())>, [] {
      if constexpr (requires { std::integral_constant<std::size_t, V::extent>{}; }) {
        return V::extent == static_cast<std::size_t>(-1) ? dynamic
                                                         : static_cast<int>(V::extent);
      } else if constexpr (requires {
                             std::integral_constant<std::size_t, std::tuple_size<V>::value>{};
                           }) {
        return static_cast<int>(std::tuple_size<V>::value);
      } else {
        return dynamic;
      }
    }()> {};

/// The first number of an array of numbers.
template <class V>
constexpr auto* first_number(V& value) {
  if constexpr (std::is_arithmetic_v<std::remove_cv_t<V>>)
    return &value;
  else if constexpr (std::is_array_v<V>)
    return first_number(value[0]);
  else if constexpr (std::is_arithmetic_v<std::remove_cvref_t<decltype(*value.data())>>) {
    return value.data();
  } else {
    return value.size() == 0 ? nullptr : first_number(*value.data());
  }
}

/// The run-time extent of the outermost axis.
template <class V>
constexpr std::size_t outer_extent(const V& value) {
  if constexpr (std::is_array_v<V>)
    return std::extent_v<V>;
  else if constexpr (contiguous_of<V>::extents.rank == 2 && MatrixWithTraits<V>) {
    return static_cast<std::size_t>(value.rows());
  } else
    return static_cast<std::size_t>(value.size());
}

}  // namespace etch
