import { recipeNames } from '../../recipe/recipes.ts'

const PLAN = `  --recipe NAME      ${recipeNames.slice(0, 8).join(', ')},
                     ${recipeNames.slice(8).join(', ')}
  --seed N           a whole number of 64 bits
  --dtype TYPE       F32, BF16 (default) or F16
  --shard SIZE       most bytes of a file: 5GB (default), 200KB, 1GiB, …
  --std X            spread of megatron, mup and completeP (default 0.02)
  --base-width N     width of the base model of mup and completeP
  --base-depth N     depth of the base model of completeP
  --rank N           rank of the adapters of lora and loraGaussian (default 8)`

const WORKER = `  --index K          this worker, from 0
  --count N          how many workers there are. Both are read from Slurm, Open MPI and PMI; from an Indexed
                     Job and GNU parallel the index alone`

const SHARED = `  --json             one JSON object on stdout
  --quiet            no progress on stderr
  --help, -h         this text`

/** What each command says about itself. */
export const HELP: Readonly<Record<string, string>> = {
  seed: `checkpoint seed CONFIG --recipe NAME --seed N --out DIR [options]

Writes a step-0 checkpoint, or this worker's share of it. CONFIG is a config.json of Hugging Face, or its folder.

${PLAN}
  --out DIR          the folder; what is there and whole is skipped
${WORKER}
${SHARED}

Exit code: 0 when this worker's files are there, 2 for wrong input.
`,
  plan: `checkpoint plan CONFIG --recipe NAME [--seed N] [options]

Prints names, shapes, laws, bytes and files; nothing is drawn or written.

${PLAN}
${SHARED}
`,
  verify: `checkpoint verify DIR [options]

Draws the values again and says which elements differ and what is missing.

${WORKER}
${SHARED}

Exit code: 0 when all is as it should be, 1 when something differs or is missing, 2 for wrong input.
`,
  doctor: `checkpoint doctor FILE [options]

Examines a .safetensors file, a ….index.json or a folder with either: the law that each tensor follows, how deviations
depend on depth, and what looks wrong.

  --recipe NAME      with --config: what deviates from the recipe
  --config CONFIG    the config.json of the model
  --std X, --base-width N, --base-depth N, --rank N    of the recipe
${SHARED}

Exit code: 0 when there is no fault, 1 when there is, 2 for wrong input.
`,
}

/** What the program says about itself. */
export const USAGE: string = `checkpoint COMMAND …

  seed CONFIG        writes a step-0 checkpoint, or a worker's share of it
  plan CONFIG        names, shapes, laws and bytes; nothing is written
  verify DIR         draws the values again and compares
  doctor FILE        what law each tensor of any file follows, and what looks wrong

checkpoint COMMAND --help says more. Exit code: 0 fine, 1 not as it should be, 2 wrong input.
`
