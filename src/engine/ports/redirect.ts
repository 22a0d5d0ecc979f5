/** How the authorization server hands its answer over. */
export type ResponseMode = "query" | "fragment" | "form_post";

/** What came back from the authorization endpoint. */
export interface AuthorizationResponse {
  /** `code`, `state`, or `error` and its companions. */
  readonly parameters: URLSearchParams;
  /** False when only a bare code was pasted, so that no `state` came with it. */
  readonly hasState: boolean;
}

/** One wait for one answer. */
export interface RedirectReceiver {
  /** The `redirect_uri` to send, letter for letter. */
  readonly redirectUri: string;
  /** How the answer reaches the person: by itself, or by pasting it. */
  readonly method: "loopback" | "paste";
  /** The `response_mode` to ask for. */
  readonly responseMode: ResponseMode;
  /**
   * Tells where the sign-in begins.
   *
   * @returns A short local address that leads there, if this receiver serves one.
   */
  offer(authorizationUrl: URL): URL | undefined;
  /**
   * Resolves with the first answer that carries `state`; answers with another
   * `state` are turned away and the wait goes on.
   */
  receive(
    state: string,
    signal?: AbortSignal,
  ): Promise<AuthorizationResponse>;
  /** Stops listening; safe to call twice. */
  close(): Promise<void>;
}

/** What a flow asks of a receiver. */
export interface RedirectRequest {
  /** The registered redirect URI; none means any loopback port. */
  readonly redirectUri?: string;
  /** The ports to try, first to last; none means a random free one. */
  readonly ports?: readonly number[];
  /** The `response_mode` wanted; none lets the receiver choose. */
  readonly responseMode?: ResponseMode;
  /** Whether tokens will be in the answer, so that `query` is out of the question. */
  readonly carriesTokens?: boolean;
}

/** Receives the answer of the authorization endpoint. */
export interface Redirect {
  /**
   * Begins to listen.
   *
   * @throws {AuthError} `redirect_unavailable` if no listener can be had.
   */
  open(
    request: RedirectRequest,
    signal?: AbortSignal,
  ): Promise<RedirectReceiver>;
}
