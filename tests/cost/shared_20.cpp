// h = h * h, twenty times: sharing must not explode.
#include <etch/etch.hpp>

template <int Depth>
constexpr auto repeated_square(auto x) {
  if constexpr (Depth == 0) {
    return x;
  } else {
    constexpr auto half = decltype(repeated_square<Depth - 1>(x)){};
    return half * half;
  }
}

double argument = 1;

int main() {
  using namespace etch;
  constexpr auto x = input<"x">;
  constexpr auto h = repeated_square<20>(x);
  constexpr auto f = compile<double>(h, grad(h, x));
  const auto [value, slope] = f(x = argument);
  return value == 1 && slope == 1048576 ? 0 : 1;
}
