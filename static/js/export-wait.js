// The page of a file that is being written: where its reader is signed out or the file gone, the whole page says so.
document.addEventListener("htmx:responseError", ({ detail }) => {
  if ([401, 404].includes(detail.xhr.status)) location.reload();
});
