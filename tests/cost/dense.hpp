// Dense tanh layers 16x16: value and all gradients.
#pragma once

#include <etch/etch.hpp>

template <char Letter, int Layer>
consteval etch::fixed_string<5> name_of_layer() {
  etch::fixed_string<5> name;
  name.text[0] = Letter;
  name.text[1] = '0' + Layer / 100 % 10;
  name.text[2] = '0' + Layer / 10 % 10;
  name.text[3] = '0' + Layer % 10;
  return name;
}

template <int Layers>
constexpr auto dense(auto x) {
  if constexpr (Layers == 0) {
    return x;
  } else {
    return tanh(etch::param<name_of_layer<'w', Layers>(), 16, 16> * dense<Layers - 1>(x) +
                etch::param<name_of_layer<'b', Layers>(), 16>);
  }
}

inline etch::tensor<float, 16> dense_argument;

template <int Layers>
int run_dense() {
  using namespace etch;
  constexpr auto x = input<"x", 16>;
  constexpr auto loss = squared_norm(dense<Layers>(x));
  constexpr auto f = compile<float>(loss, gradient(loss));
  static const auto theta = parameters<float>(loss);
  static auto g = parameters<float>(loss);
  float value = 1;
  f.into(value, g, theta, x = dense_argument);
  return value == 0 ? 0 : 1;
}
