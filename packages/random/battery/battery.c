/* Runs a battery of TestU01 (L'Ecuyer, Simard: "TestU01: A C library for empirical testing of random number generators",
   ACM TOMS 33, 2007, https://doi.org/10.1145/1268776.1268777) over the 32-bit words on stdin.
   battery small | rabbit LOG2_BITS | alphabit LOG2_BITS */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <testu01/bbattery.h>
#include <testu01/unif01.h>

static unsigned int words[1 << 14];
static size_t at = 0, held = 0;
static double taken = 0;

static unsigned int next(void) {
  if (at == held) {
    held = fread(words, sizeof *words, sizeof words / sizeof *words, stdin);
    at = 0;
    if (held == 0) {
      fprintf(stderr, "battery: expected more words on stdin\n");
      exit(2);
    }
  }
  taken++;
  return words[at++];
}

int main(int count, char **args) {
  const char *name = count > 1 ? args[1] : "small";
  const double bits = pow(2, count > 2 ? atof(args[2]) : 35);
  unif01_Gen *gen = unif01_CreateExternGenBits("words on stdin", next);
  if (strcmp(name, "small") == 0) bbattery_SmallCrush(gen);
  else if (strcmp(name, "rabbit") == 0) bbattery_Rabbit(gen, bits);
  else if (strcmp(name, "alphabit") == 0) bbattery_Alphabit(gen, bits, 0, 32);
  else return 2;
  printf("%.0f words were drawn\n", taken);
  unif01_DeleteExternGenBits(gen);
  return 0;
}
