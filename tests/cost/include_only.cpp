// The umbrella alone.
#include <etch/etch.hpp>

int main() {}
