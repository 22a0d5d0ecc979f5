/** One of Microsoft's national clouds. */
export interface Cloud {
  /** The name users give it. */
  readonly name: CloudName;
  /** Where people sign in. */
  readonly loginHost: string;
  /** Other hosts that mean the same authority. */
  readonly aliases: readonly string[];
  /** Microsoft Graph of this cloud. */
  readonly graph: string;
}

/** The clouds that are known without asking. */
export type CloudName = "public" | "usgov" | "china";

/**
 * The known clouds. Their endpoints are data, so that no discovery request is
 * needed before the first token.
 *
 * @see {@link https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud | National clouds}
 */
export const CLOUDS: readonly Cloud[] = [
  {
    name: "public",
    loginHost: "login.microsoftonline.com",
    aliases: ["login.windows.net", "login.microsoft.com", "sts.windows.net"],
    graph: "https://graph.microsoft.com",
  },
  {
    name: "usgov",
    loginHost: "login.microsoftonline.us",
    aliases: ["login.usgovcloudapi.net"],
    graph: "https://graph.microsoft.us",
  },
  {
    name: "china",
    loginHost: "login.partner.microsoftonline.cn",
    aliases: ["login.chinacloudapi.cn"],
    graph: "https://microsoftgraph.chinacloudapi.cn",
  },
];

/**
 * Finds a cloud by its login host or an alias of it.
 *
 * @param host Host without port.
 * @returns The cloud, or `undefined` for a host that is not Microsoft's.
 */
export function cloudOfHost(host: string): Cloud | undefined {
  const wanted = host.toLowerCase();
  return CLOUDS.find((cloud) =>
    cloud.loginHost === wanted || cloud.aliases.includes(wanted)
  );
}

/** Where each external tenant has a host of its own, run by Microsoft. */
const TENANT_HOSTS = /^[a-z0-9-]+\.(ciamlogin|b2clogin)\.com$/;

/**
 * Tells whether Microsoft itself answers at a login host.
 *
 * @param host Host without port.
 * @returns Whether it does.
 */
export function isMicrosoftLogin(host: string): boolean {
  return cloudOfHost(host) !== undefined ||
    TENANT_HOSTS.test(host.toLowerCase());
}

/** Where Microsoft has people enter device codes, beside the login hosts. */
const DEVICE_HOSTS = ["microsoft.com", "www.microsoft.com", "aka.ms"];

/**
 * Tells whether a host is one of Microsoft's that shows the device page.
 *
 * @param host Host without port.
 * @returns Whether a code may be entered there without a second thought.
 */
export function isDeviceHost(host: string): boolean {
  return DEVICE_HOSTS.includes(host) || cloudOfHost(host) !== undefined;
}
