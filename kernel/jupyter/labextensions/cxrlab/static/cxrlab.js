/* The sliders, bars and pictures of ipywidgets have no names for a screen reader: a slider's label is
   beside its handle and not tied to it, a picture has a tooltip and no alternative text. And text
   breaks in the middle of words. Written as JupyterLab loads a built extension, so that there is
   nothing to build. */
(() => {
  const STYLE = '.jp-OutputArea-output pre { word-break: normal; overflow-wrap: anywhere; }';

  const named = (element, label, role) => {
    const text = label.textContent.trim();
    if (text && element.getAttribute('aria-label') !== text) element.setAttribute('aria-label', text);
    if (role) element.setAttribute('role', role);
    const hint = label.querySelector('[title]');
    if (hint) element.setAttribute('aria-description', hint.title);
  };

  const follow = bar => {
    const say = () => {
      bar.parentElement.setAttribute('aria-valuenow', Math.round(parseFloat(bar.style.width) || 0));
    };
    if (!bar.cxrFollowed) {
      bar.cxrFollowed = true;
      new MutationObserver(say).observe(bar, { attributes: true, attributeFilter: ['style'] });
      say();
    }
  };

  const name = () => {
    for (const widget of document.querySelectorAll('.widget-slider, .widget-hprogress')) {
      const label = widget.querySelector('.widget-label');
      if (!label) continue;
      widget.querySelectorAll('.noUi-handle').forEach(handle => named(handle, label));
      widget.querySelectorAll('.widget-readout').forEach(readout => named(readout, label, 'textbox'));
      widget.querySelectorAll('.progress').forEach(bar => named(bar, label, 'progressbar'));
      widget.querySelectorAll('.progress-bar').forEach(follow);
    }
    // As an alternative text it is read out, and no tooltip lies over the picture that is looked at.
    for (const picture of document.querySelectorAll('img.widget-image[title]')) {
      picture.alt = picture.title;
      picture.removeAttribute('title');
    }
  };

  let due = false;
  const soon = () => {
    if (!due) {
      due = true;
      requestAnimationFrame(() => { due = false; name(); });
    }
  };

  const plugin = {
    id: 'cxrlab:plugin',
    autoStart: true,
    activate: () => {
      document.head.appendChild(document.createElement('style')).textContent = STYLE;
      new MutationObserver(soon).observe(document.body, {
        childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ['title']
      });
      soon();
    }
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB['cxrlab'] = {
    init: () => {},
    get: async () => () => ({ __esModule: true, default: plugin })
  };
})();
