/**
 * Stands for a firm's own page script: fetches a token and renews it on request. A firm's back end gets one with its widget key; here, the
 * client who is signed in to the console asks for the own one.
 */
async function renewToken(element: Element): Promise<void> {
  const session = await fetch('/api/session');
  if (!session.ok) return say('To see it at work, sign in as a client at the start page in this browser, then reload this one.');
  const { csrfToken } = (await session.json()) as { csrfToken: string };
  const response = await fetch('/api/embed-demo/token', { method: 'POST', headers: { 'x-csrf-token': csrfToken } });
  if (!response.ok) return say('The widget is for clients: sign in as one at the start page, then reload this one.');
  const { token } = (await response.json()) as { token: string };
  element.setAttribute('token', token);
}

function say(sentence: string): void {
  const notice = document.getElementById('notice');
  if (notice) notice.textContent = sentence;
}

const chat = document.querySelector('steward-chat');
if (chat) {
  chat.addEventListener('steward-token-expired', () => void renewToken(chat));
  void renewToken(chat);
}
