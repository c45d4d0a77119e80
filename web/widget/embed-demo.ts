/** Stands for a firm's own page script: fetches a token from the firm's back end (here the demo's) and renews it on request. */
async function renewToken(element: Element): Promise<void> {
  const response = await fetch('/api/embed-demo/token', { method: 'POST' });
  const notice = document.getElementById('notice');
  if (!response.ok) {
    if (notice) notice.textContent = 'The demo hands out no tokens on this server; make one with POST /api/widget-token.';
    return;
  }
  const { token } = (await response.json()) as { token: string };
  element.setAttribute('token', token);
}

const chat = document.querySelector('steward-chat');
if (chat) {
  chat.addEventListener('steward-token-expired', () => void renewToken(chat));
  void renewToken(chat);
}
