/** A look into the heap of a program that was started with `--inspect`. */
export interface Inspector {
  /** Bytes of all that is still in use, after everything else was collected. */
  heapInUse(): Promise<number>;
  close(): void;
}

type Answer = { readonly id?: number; readonly result?: unknown };

/** An address of this machine for `--inspect`. */
export function freeAddress(): string {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return `127.0.0.1:${listener.addr.port}`;
}

/** Connects to the program that was started with this address. */
export async function openInspector(address: string): Promise<Inspector> {
  const answer = await fetch(`http://${address}/json`);
  const [target]: { readonly webSocketDebuggerUrl: string }[] = await answer
    .json();
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? "");
  const waiting = new Map<number, (result: unknown) => void>();
  let last = 0;
  socket.onmessage = ({ data }) => {
    const { id = 0, result }: Answer = JSON.parse(data);
    waiting.get(id)?.(result);
    waiting.delete(id);
  };
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });

  function call(method: string): Promise<unknown> {
    const id = ++last;
    socket.send(JSON.stringify({ id, method, params: {} }));
    return new Promise((resolve) => waiting.set(id, resolve));
  }

  return {
    async heapInUse() {
      await call("HeapProfiler.collectGarbage");
      const usage = await call("Runtime.getHeapUsage");
      return (usage as { readonly usedSize: number }).usedSize;
    },
    close: () => socket.close(),
  };
}
