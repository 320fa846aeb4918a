#include "nested.hpp"

int main() { return run_nested<200>(); }
