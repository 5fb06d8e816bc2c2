// What packages of @nn check with, in a file of its own, so that a program holds it once: docs/decisions/0024-one-copy-of-checks.md.
export * from '@nn/check'
