// A form that shows a passkey or makes one: it asks for options, lets the browser
// answer them, and sends the answer. Where that fails, the other ways stand below.
(() => {
  const P = window.PublicKeyCredential;
  if (!P?.parseRequestOptionsFromJSON) return;
  for (const form of document.querySelectorAll('[data-passkey]')) {
    form.hidden = false;
    form.addEventListener('submit', async e => {
      e.preventDefault();
      try {
        const answer = await fetch(form.dataset.passkey, {method: 'POST', body: new URLSearchParams()});
        const {secret, options} = await answer.json(), at = navigator.credentials;
        const key = options.user ? await at.create({publicKey: P.parseCreationOptionsFromJSON(options)})
          : await at.get({publicKey: P.parseRequestOptionsFromJSON(options)});
        form.elements.secret.value = secret;
        form.elements.response.value = JSON.stringify(key);
        form.submit();
      } catch {
        const said = form.querySelector('[data-failed]');
        said.textContent = said.dataset.failed;
      }
    });
  }
})();
