// What makes the pages quicker where scripts run. Everything here has a plain
// form or link beneath it that does the same; whatever goes wrong, that is used.
(() => {
  'use strict';
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (tag, props, ...children) => {
    const e = Object.assign(document.createElement(tag), props);
    e.append(...children);
    return e;
  };
  const lang = document.documentElement.lang;
  const fold = s => s.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase(lang);

  // A voice for what changes without a new page.
  const voice = make('p', {className: 'vh'});
  voice.setAttribute('role', 'status');
  document.body.append(voice);
  const say = text => { voice.textContent = ''; setTimeout(() => { voice.textContent = text; }, 50); };

  // News and errors take the focus, so that they are read first.
  const focusNews = root => { const n = root.querySelector('[data-focus]'); if (n) n.focus(); };

  // Where is this device? Browsers that hide it say UTC; then nothing is offered.
  const renamed = {'Asia/Calcutta': 'Asia/Kolkata', 'Asia/Katmandu': 'Asia/Kathmandu', 'Asia/Saigon': 'Asia/Ho_Chi_Minh',
    'Asia/Rangoon': 'Asia/Yangon', 'Europe/Kiev': 'Europe/Kyiv', 'America/Godthab': 'America/Nuuk',
    'America/Buenos_Aires': 'America/Argentina/Buenos_Aires', 'Atlantic/Faeroe': 'Atlantic/Faroe'};
  const device = () => {
    let zone = '';
    try { zone = Intl.DateTimeFormat().resolvedOptions().timeZone || ''; } catch { return ''; }
    return /^(Etc\/|UTC|GMT)/.test(zone) || !zone.includes('/') ? '' : renamed[zone] || zone;
  };
  const guess = root => {
    const zone = device();
    if (!zone) return;
    for (const form of all('form[data-guess]', root)) {
      if (form.dataset.guess === zone) continue;
      form.elements.zone.value = zone;
      form.querySelector('[data-city]').textContent =
        form.dataset.ask.replace('…', zone.split('/').pop().replaceAll('_', ' '));
      form.hidden = false;
    }
    for (const input of all('[data-zone]', root)) {
      if (input.value) continue;
      input.value = zone;
      if (input.value !== zone) input.value = '';
    }
  };

  // A box that narrows down a long list, or the cities of a picker.
  const box = (label, onInput) => {
    const input = make('input', {type: 'search', className: 'in', autocomplete: 'off'});
    input.addEventListener('input', () => onInput(fold(input.value.trim())));
    input.addEventListener('keydown', e => { if (e.key === 'Enter') e.preventDefault(); });
    return make('label', {className: 'narrow'}, label, input);
  };
  const narrow = root => {
    for (const list of all('[data-filter]', root)) {
      const rows = [...list.children].map(e => [e, fold(e.textContent)]);
      list.before(box(list.dataset.filter, q => {
        let n = 0;
        for (const [row, text] of rows) n += (row.hidden = !text.includes(q)) ? 0 : 1;
        say(list.dataset.count.replace('#', n.toLocaleString(lang)));
      }));
    }
    for (const div of all('[data-narrow]', root)) {
      const select = document.getElementById(div.dataset.narrow);
      const groups = [...select.children].map(g => [g, [...(g.children.length ? g.children : [g])].map(o => [o, fold(o.textContent + ' ' + o.value)])]);
      select.before(box(div.dataset.label, q => {
        const keep = select.value, found = [];
        select.textContent = '';
        for (const [group, options] of groups) {
          const hits = options.filter(([, text]) => text.includes(q)).map(([o]) => o);
          found.push(...hits);
          if (group.tagName !== 'OPTGROUP') { select.append(...hits); continue; }
          group.textContent = '';
          group.append(...options.filter(([, text]) => text.includes(q)).map(([o]) => o));
          if (hits.length) select.append(group);
        }
        select.size = q ? Math.min(8, Math.max(2, found.length)) : 1;
        if (q && found.length) found[0].selected = true; else if (!q) select.value = keep;
        if (select.selectedOptions[0]) say(select.selectedOptions[0].text);
      }));
    }
  };

  const copying = root => {
    if (!navigator.clipboard) return;
    for (const button of all('[data-copy]', root)) {
      button.hidden = false;
      button.addEventListener('click', () => {
        const field = document.getElementById(button.dataset.copy);
        navigator.clipboard.writeText(field.value).then(() => {
          button.textContent = button.dataset.done;
          say(button.dataset.done);
        }, () => field.select());
      });
    }
  };

  // A week: a box at the head of a row or column ticks all of it; a mouse may draw.
  const week = root => {
    for (const table of all('[data-week]', root)) {
      const lines = [];
      const show = () => { for (const [head, mine] of lines) head.checked = mine.every(b => b.checked); };
      for (const head of all('th input', table)) {
        const th = head.closest('th'), mine = all('td input', th.scope === 'col' ? table : th.parentNode)
          .filter(b => th.scope !== 'col' || b.closest('td').cellIndex === th.cellIndex);
        lines.push([head, mine]);
        head.addEventListener('change', () => { for (const b of mine) b.checked = head.checked; });
      }
      const copy = table.nextElementSibling.querySelector('input');
      copy.addEventListener('change', () => {
        if (copy.checked) for (const b of all('[value^=MON-]:checked', table)) for (const d of ['TUE', 'WED', 'THU', 'FRI']) table.querySelector(`[value="${d + b.value.slice(3)}"]`).checked = true;
        show();
      });
      table.addEventListener('change', () => { copy.checked = false; show(); });
      let drawing = null;
      table.addEventListener('pointerdown', e => {
        const b = e.pointerType === 'mouse' && e.target.closest('td')?.querySelector('input');
        drawing = b ? !b.checked : null;
      });
      table.addEventListener('pointerover', e => {
        const b = drawing !== null && e.buttons === 1 && e.target.closest('td')?.querySelector('input');
        if (b) { b.checked = drawing; show(); }
      });
      show();
    }
  };

  // Asking the server for the same page and taking parts of the answer.
  const ask = async (form, submitter) => {
    const data = new FormData(form);
    if (submitter?.name) data.append(submitter.name, submitter.value);
    const url = new URL(submitter?.getAttribute('formaction') || form.getAttribute('action') || '', location.href);
    const init = {method: form.method, credentials: 'same-origin'};
    if (form.method === 'get') url.search = new URLSearchParams(data);
    else init.body = form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data);
    const answer = await fetch(url, init);
    if (answer.status >= 500 || !/^text\/html/.test(answer.headers.get('Content-Type') || '')) throw new Error('no page');
    return [new DOMParser().parseFromString(await answer.text(), 'text/html'), answer];
  };
  const take = (page, ids) => {
    let n = 0;
    for (const id of ids) {
      const old = document.getElementById(id), now = page.getElementById(id);
      if (!old || !now) continue;
      const at = old.contains(document.activeElement) ? document.activeElement.id : '';
      old.replaceChildren(...now.childNodes);
      old.removeAttribute('aria-busy');
      enhance(old);
      if (at) document.getElementById(at)?.focus();
      n++;
    }
    return n;
  };
  const really = (form, submitter) => {
    form.dataset.plain = '1';
    form.requestSubmit(submitter || undefined);
  };

  // data-swap="id id": sent without leaving the page, these parts are renewed.
  document.addEventListener('submit', e => {
    const form = e.target, submitter = e.submitter;
    if (submitter?.dataset.busy) {
      submitter.dataset.label = submitter.textContent;
      submitter.textContent = submitter.dataset.busy;
    }
    if (!form.dataset.swap || form.dataset.plain || e.defaultPrevented) return;
    e.preventDefault();
    ask(form, submitter).then(([page, answer]) => {
      if (take(page, form.dataset.swap.split(' '))) focusNews(document);
      else location.assign(answer.url);
    }).catch(() => {
      if (navigator.onLine) return really(form, submitter);
      const note = make('p', {className: 'note bad'}, document.querySelector('main').dataset.offline);
      note.setAttribute('role', 'alert');
      form.prepend(note);
    }).finally(rested);
  });
  const rested = () => {
    for (const b of all('[data-label]')) if (b.dataset.busy && b.dataset.label) b.textContent = b.dataset.label;
  };
  addEventListener('pageshow', e => { if (e.persisted) rested(); });

  // data-live="id id": while somebody fills in the form, these parts show what
  // would come of it, but for one that they are typing in. The button marked
  // data-preview does the same without the script.
  let waiting = 0, turn = 0;
  document.addEventListener('input', e => {
    const form = e.target.form;
    if (!form?.dataset.live || e.target.type === 'file') return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const mine = ++turn, ids = form.dataset.live.split(' '), part = document.getElementById(ids[0]);
      part?.setAttribute('aria-busy', 'true');
      ask(form, form.querySelector('[data-preview]')).then(([page]) => {
        if (mine === turn) take(page, ids.filter(id => !document.getElementById(id)?.contains(document.activeElement)));
      }).catch(() => part?.removeAttribute('aria-busy'));
    }, 450);
  });

  // data-poll: work goes on; its parts are renewed until it is done.
  const poll = () => {
    const main = document.querySelector('main[data-poll]');
    if (!main) return;
    setTimeout(() => fetch(location.href, {credentials: 'same-origin'}).then(async answer => {
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (!page.querySelector('main[data-poll]')) location.reload();
      take(page, all('[data-part]').map(e => e.id));
    }).catch(() => {}).finally(poll), main.dataset.poll * 1000);
  };

  const enhance = root => { for (const f of [guess, narrow, copying, week]) f(root); };
  enhance(document);
  focusNews(document);
  poll();
})();
