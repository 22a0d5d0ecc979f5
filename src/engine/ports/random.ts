/** The only source of randomness in the engine. */
export interface Random {
  /** `length` bytes from a cryptographically secure generator. */
  bytes(length: number): Uint8Array;
}
