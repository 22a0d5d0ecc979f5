// The least that a process can be.
export {};
