export { type TorchDialect, type TorchDialectOptions, torch } from './torch.ts'
