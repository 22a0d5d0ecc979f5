/**
 * The smallest client: one command after the other on one connection, RESP2.
 * Processes of tests start faster with it than with a client of people, and it
 * shows that a store needs nothing else.
 *
 * @see {@link https://redis.io/docs/latest/develop/reference/protocol-spec/ | RESP}
 */
const CR_LF = 2;

type Reply = string | number | null | Error | readonly Reply[];

class Incoming {
  readonly #connection: Deno.Conn;
  #bytes = new Uint8Array();

  constructor(connection: Deno.Conn) {
    this.#connection = connection;
  }

  async #more(): Promise<void> {
    const chunk = new Uint8Array(65536);
    const count = await this.#connection.read(chunk);
    if (count === null) throw new Error("The server has closed the connection");
    const joined = new Uint8Array(this.#bytes.length + count);
    joined.set(this.#bytes);
    joined.set(chunk.subarray(0, count), this.#bytes.length);
    this.#bytes = joined;
  }

  async #take(length: number): Promise<string> {
    while (this.#bytes.length < length) await this.#more();
    const taken = new TextDecoder().decode(this.#bytes.subarray(0, length));
    this.#bytes = this.#bytes.subarray(length);
    return taken;
  }

  async #line(): Promise<string> {
    while (!this.#bytes.includes(10)) await this.#more();
    const line = await this.#take(this.#bytes.indexOf(10) + 1);
    return line.slice(0, -CR_LF);
  }

  async reply(): Promise<Reply> {
    const line = await this.#line();
    const rest = line.slice(1);
    switch (line[0]) {
      case "+":
        return rest;
      case "-":
        return new Error(rest);
      case ":":
        return Number(rest);
      case "$":
        if (rest === "-1") return null;
        return (await this.#take(Number(rest) + CR_LF)).slice(0, -CR_LF);
      default: {
        const items: Reply[] = [];
        while (items.length < Number(rest)) items.push(await this.reply());
        return items;
      }
    }
  }
}

/** A connection that sends a command and waits for its reply. */
export interface Wire extends Disposable {
  command(args: readonly string[]): Promise<unknown>;
}

/**
 * Connects to a server of a test.
 *
 * @param url Its address.
 * @returns The connection.
 */
export async function openWire(url: string): Promise<Wire> {
  const { hostname, port } = new URL(url);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  const incoming = new Incoming(connection);
  const encoder = new TextEncoder();
  let last: Promise<unknown> = Promise.resolve();
  const send = async (args: readonly string[]) => {
    const parts = args.map((arg) =>
      `$${encoder.encode(arg).length}\r\n${arg}\r\n`
    );
    const bytes = encoder.encode(`*${args.length}\r\n${parts.join("")}`);
    for (let done = 0; done < bytes.length;) {
      done += await connection.write(bytes.subarray(done));
    }
    const reply = await incoming.reply();
    if (reply instanceof Error) throw reply;
    return reply;
  };
  return {
    command(args) {
      const reply = last.then(() => send(args));
      last = reply.catch(() => {});
      return reply;
    },
    [Symbol.dispose]: () => connection.close(),
  };
}
