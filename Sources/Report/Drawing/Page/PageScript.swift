/// The page's only script: a click on a heading sorts its table.
///
/// Without it the page lacks nothing else.
enum PageScript {
  static let text = """
    for(const table of document.querySelectorAll("table.sortable"))
    table.querySelectorAll("thead th").forEach((cell,column)=>{
    const button=document.createElement("button");
    button.type="button";button.append(...cell.childNodes);cell.append(button);
    const key=row=>{const own=row.cells[column];const value=own.dataset.value??own.textContent;
    return value.trim()===""||isNaN(value)?value:Number(value)};
    button.addEventListener("click",()=>{
    const isDown=cell.getAttribute("aria-sort")==="ascending";
    for(const other of table.querySelectorAll("th[aria-sort]"))other.removeAttribute("aria-sort");
    cell.setAttribute("aria-sort",isDown?"descending":"ascending");
    const body=table.tBodies[0];
    const compare=(a,b)=>{const x=key(a),y=key(b);const isX=typeof x==="number",isY=typeof y==="number";
    const order=isX===isY?(isX?x-y:x.localeCompare(y)):(isX?-1:1);return isDown?-order:order};
    body.append(...[...body.rows].sort(compare))})});
    """
}
