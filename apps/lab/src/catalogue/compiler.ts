/** What makes functions of text: kept here, because a worker takes it away from the code that readers type. */
export const Compiler: FunctionConstructor = Function
