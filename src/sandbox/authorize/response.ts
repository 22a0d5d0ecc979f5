import { formPostPage } from "../pages/form_post.ts";
import type { EntraRefusal } from "../refusals.ts";
import { errorBody, type Trace } from "../error_body.ts";
import type { ReturnAddress } from "./request.ts";

/** Sends the fields to the redirect URI in the response mode that was asked for. */
export async function returnTo(
  { redirectUri, mode, state }: ReturnAddress,
  fields: Readonly<Record<string, string>>,
): Promise<Response> {
  const answer = { ...fields, ...(state === undefined ? {} : { state }) };
  if (mode === "form_post") return await formPostPage(redirectUri, answer);
  const text = new URLSearchParams(answer).toString();
  const url = new URL(redirectUri);
  // Entra ends a query answer with an empty fragment, so that no older fragment lives on.
  const location = mode === "fragment"
    ? `${url.href}#${text}`
    : `${url.href}${url.search === "" ? "?" : "&"}${text}#`;
  return new Response(null, {
    status: 302,
    headers: {
      location,
      "cache-control": "no-store, no-cache",
      pragma: "no-cache",
    },
  });
}

/** RFC 6749, 4.1.2.1, with the members that Entra adds. */
export function returnRefusal(
  address: ReturnAddress,
  { refusal, trace, cancelled = false }: {
    refusal: EntraRefusal;
    trace: Trace;
    cancelled?: boolean;
  },
): Promise<Response> {
  const { error, error_description, error_uri } = errorBody(refusal, trace);
  return returnTo(address, {
    error,
    error_description,
    ...(cancelled ? { error_subcode: "cancel" } : {}),
    ...(error_uri === undefined ? {} : { error_uri }),
  });
}
