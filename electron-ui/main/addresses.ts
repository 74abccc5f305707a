/** Which addresses may be shown, opened outside, or use the microphone. */

/** The page of the sidecar on `port`; the token stays in the fragment, which is never sent. */
export function pageAddress(port: number, token: string): string {
  return `http://127.0.0.1:${port}/#token=${token}`;
}

/** Whether `url` belongs to the sidecar that listens on `port`. */
export function isOwnPage(url: string, port: number): boolean {
  return port > 0 && originOf(url) === `http://127.0.0.1:${port}`;
}

/** Links lead to the owner's own browser, and only where a link in a page may lead: the open web, by https. */
export function mayOpenOutside(url: string): boolean {
  if (url.length > 2_048) return false;
  const address = parse(url);
  if (address === null || address.protocol !== "https:") return false;
  return address.username === "" && address.password === "" && !isLocal(address.hostname);
}

export interface PermissionRequest {
  permission: string;
  url: string;
  /** What of `media` is asked for; empty for everything else. */
  media: readonly string[];
}

/** The page may hear and nothing else: no camera, no place, no notifications of its own, no devices. */
export function mayUse(request: PermissionRequest, port: number): boolean {
  const soundOnly = request.media.length > 0 && request.media.every((kind) => kind === "audio");
  return request.permission === "media" && soundOnly && isOwnPage(request.url, port);
}

function isLocal(host: string): boolean {
  if (host === "localhost" || host.endsWith(".localhost") || host.endsWith(".local")) return true;
  return host.startsWith("[") || /^[\d.]+$/.test(host);
}

function originOf(url: string): string {
  return parse(url)?.origin ?? "";
}

function parse(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}
