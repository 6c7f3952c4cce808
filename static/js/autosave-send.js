// Asks the server as a script does, and says what came back: the status, 0 for none, and the answer where it is JSON.
const PATIENCE = 20_000;
const LEAVING = 60_000; // browsers finish no more than this for a page that is left

// The cookie, not the page, has the token of whoever signed in last.
export const token = () => document.cookie.match(/(?:^|; )(?:__Host-csrf|csrftoken)=([^;]+)/)?.[1] ?? "";

async function ask(url, options) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const response = await fetch(url, { ...options, signal: stop.signal, redirect: "manual" });
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    return { status: response.status, answer: isJson ? await response.json() : null };
  } catch {
    return { status: 0, answer: null };
  } finally {
    clearTimeout(timer);
  }
}

export function send(url, message) {
  const body = JSON.stringify(message);
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token() };
  return ask(url, { method: "POST", headers, body, keepalive: body.length < LEAVING / 3 });
}
export function post(url, data) {
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  return ask(url, { method: "POST", headers, body: new URLSearchParams(data) });
}
// Who is signed in now: a ref, null for nobody, undefined where the server does not say. Renews the token's cookie.
export async function whoIsIn(url) {
  const { answer } = await ask(url, { headers: { Accept: "application/json" }, cache: "no-store" });
  return answer?.person;
}
