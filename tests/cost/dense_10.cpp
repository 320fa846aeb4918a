#include "dense.hpp"

int main() { return run_dense<10>(); }
