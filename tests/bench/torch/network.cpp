// SPDX-License-Identifier: BSL-1.0
#include "network.hpp"

#include <torch/torch.h>

#include <cstddef>
#include <cstring>
#include <tuple>

namespace bench::torch {

namespace {

namespace at = ::at;
using std::size_t;

at::Tensor taken(const float*& from, at::IntArrayRef sizes) {
  const at::Tensor all = at::empty(sizes, at::kFloat);
  std::memcpy(all.data_ptr<float>(), from, static_cast<size_t>(all.numel()) * sizeof(float));
  from += all.numel();
  return all;
}

at::Tensor applied(activation f, const at::Tensor& x) {
  switch (f) {
    case activation::tanh:
      return at::tanh(x);
    case activation::relu:
      return at::relu(x);
    case activation::softmax:
      return at::softmax(x, 1);
    default:
      return x;
  }
}

/// Nothing copies it.
at::Tensor view(const float* x, at::IntArrayRef sizes) {
  return at::from_blob(const_cast<float*>(x), sizes, at::kFloat);
}

void one_thread() {
  if (at::get_num_threads() != 1) at::set_num_threads(1);
}

}  // namespace

struct network::tensors {
  std::vector<at::Tensor> w, b;
  activation between, last;

  at::Tensor forward(at::Tensor h) const {
    for (size_t i = 0; i < w.size(); ++i)
      h = applied(i + 1 < w.size() ? between : last, at::linear(h, w[i], b[i]));
    return h;
  }
  /// Descends by the gradient of `loss`.
  void descend(const at::Tensor& loss, float by) {
    loss.backward();
    const ::torch::NoGradGuard unrecorded;
    for (auto* all : {&w, &b}) {
      for (at::Tensor& p : *all) {
        p.sub_(p.grad(), by);
        p.mutable_grad() = at::Tensor();
      }
    }
  }
};

network::network(const numbers& parameters, const std::vector<long>& sizes, activation between,
                 activation last)
    : own_(new tensors{{}, {}, between, last}) {
  one_thread();
  const float* from = parameters.data();
  for (size_t i = 0; i + 1 < sizes.size(); ++i) {
    own_->w.push_back(taken(from, {sizes[i + 1], sizes[i]}).requires_grad_());
    own_->b.push_back(taken(from, {sizes[i + 1]}).requires_grad_());
  }
}
network::~network() = default;

numbers network::parameters() const {
  numbers all;
  for (size_t i = 0; i < own_->w.size(); ++i) {
    for (const at::Tensor& p : {own_->w[i], own_->b[i]})
      all.insert(all.end(), p.data_ptr<float>(), p.data_ptr<float>() + p.numel());
  }
  return all;
}

void network::infer(const float* x, long samples, float* y) {
  const ::torch::NoGradGuard unrecorded;
  const at::Tensor result = own_->forward(view(x, {samples, own_->w[0].size(1)}));
  std::memcpy(y, result.data_ptr<float>(), static_cast<size_t>(result.numel()) * sizeof(float));
}

void network::descend(const float* x, const int* labels, long samples, float rate) {
  const at::Tensor classes =
      at::from_blob(const_cast<int*>(labels), {samples}, at::kInt).to(at::kLong);
  const at::Tensor scores = own_->forward(view(x, {samples, own_->w[0].size(1)}));
  own_->descend(at::cross_entropy_loss(scores, classes), rate);
}
void network::descend(const float* x, const float* targets, long samples, float rate) {
  const at::Tensor out = own_->forward(view(x, {samples, own_->w[0].size(1)}));
  own_->descend(at::mse_loss(out, view(targets, {samples, 1})), rate);
}

struct recurrent::tensors {
  at::Tensor w_x, w_h, b_x, b_h, w_out, b_out, h = at::zeros({1, 24}), c = at::zeros({1, 24});
  bool has_cells;
};

recurrent::recurrent(const numbers& parameters, long gates) : own_(new tensors) {
  one_thread();
  const long rows = gates * 24;
  const float* from = parameters.data();
  own_->w_x = taken(from, {rows, 1});
  own_->w_h = taken(from, {rows, 24});
  own_->b_x = taken(from, {rows});
  own_->b_h = taken(from, {rows});
  own_->w_out = taken(from, {1, 24});
  own_->b_out = taken(from, {1});
  own_->has_cells = gates == 4;
}
recurrent::~recurrent() = default;

float recurrent::step(float x) {
  const ::torch::NoGradGuard unrecorded;
  tensors& t = *own_;
  const at::Tensor in = view(&x, {1, 1});
  if (t.has_cells)
    std::tie(t.h, t.c) = at::lstm_cell(in, {t.h, t.c}, t.w_x, t.w_h, t.b_x, t.b_h);
  else
    t.h = at::gru_cell(in, t.h, t.w_x, t.w_h, t.b_x, t.b_h);
  return *at::linear(t.h, t.w_out, t.b_out).data_ptr<float>();
}

}  // namespace bench::torch
