/// The page's only script: sorting and filtering of tables with their state in the address, a link to one person's curves,
/// copying of texts.
///
/// Without it the page lacks nothing else.
enum PageScript {
  static let text =
    sorting + filtering + revealing + copying + placing + """
      state.forEach((value,key)=>{if(key==="sort")restore(value)});apply();reveal();
      """

  /// A click on a heading sorts its table; the address keeps the last one.
  private static let sorting = """
    const state=new URLSearchParams(location.search);
    const keep=(key,value)=>{if(value==="")state.delete(key);else state.set(key,value);
    const text=state.toString();
    try{history.replaceState(null,"",(text===""?location.pathname:"?"+text)+location.hash)}catch(error){}};
    const sortable=[...document.querySelectorAll("table.sortable")];
    const sort=(number,column,isDown)=>{
    const table=sortable[number],cell=table?table.querySelectorAll("thead th")[column]:null;
    if(!cell)return;
    const key=row=>{const own=row.cells[column];const value=own.dataset.value??own.textContent;
    return value.trim()===""||isNaN(value)?value:Number(value)};
    for(const other of table.querySelectorAll("th[aria-sort]"))other.removeAttribute("aria-sort");
    cell.setAttribute("aria-sort",isDown?"descending":"ascending");
    const body=table.tBodies[0];
    const compare=(a,b)=>{const x=key(a),y=key(b);const isX=typeof x==="number",isY=typeof y==="number";
    const order=isX===isY?(isX?x-y:x.localeCompare(y)):(isX?-1:1);return isDown?-order:order};
    body.append(...[...body.rows].sort(compare))};
    const restore=value=>{const parts=value.split("."); sort(Number(parts[0]),Number(parts[1]),parts[2]==="d")};
    sortable.forEach((table,number)=>table.querySelectorAll("thead th").forEach((cell,column)=>{
    const button=document.createElement("button");
    button.type="button";button.append(...cell.childNodes);cell.append(button);
    button.addEventListener("click",()=>{const isDown=cell.getAttribute("aria-sort")==="ascending";
    sort(number,column,isDown);keep("sort",number+"."+column+"."+(isDown?"d":"a"))})}));
    """

  /// Where a page has room for it, a field that shows only some entries, and choices of task, protocol and cohort where
  /// there are several.
  private static let filtering = """
    const boards=[...document.querySelectorAll(".board")];
    const kinds=["task","protocol","cohort"];
    const apply=()=>{const wanted=(state.get("entry")??"").toLowerCase();
    for(const table of document.querySelectorAll("table.entries"))for(const row of table.tBodies[0].rows){
    const name=row.querySelector("th");
    row.hidden=wanted===""||name===null?false:!name.textContent.toLowerCase().includes(wanted)}
    for(const board of boards)board.hidden=kinds.some(kind=>{const value=state.get(kind)??"";
    return value===""?false:board.dataset[kind]!==value})};
    const tools=document.querySelector(".tools");
    if(tools!==null){const field=(words,control,key)=>{const label=document.createElement("label");
    label.append(words+" ",control);control.value=state.get(key)??"";
    control.addEventListener("input",()=>{keep(key,control.value);apply()});tools.append(label)};
    const text=document.createElement("input");text.type="search";field("Show entries with",text,"entry");
    for(const kind of kinds){const values=[...new Set(boards.map(board=>board.dataset[kind]))];
    if(values.length>1){const select=document.createElement("select");
    for(const value of ["",...values]){const option=document.createElement("option");
    option.value=value;option.textContent=value===""?"all":value;select.append(option)}
    field(kind,select,kind)}}}
    """

  /// A link to a part that is folded or not chosen opens it; one to a person chooses the person.
  private static let revealing = """
    const reveal=()=>{const target=document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if(target===null)return;
    for(let part=target;part!==null;part=part.parentElement){if(part.tagName==="DETAILS")part.open=true;
    if(part.classList.contains("chosen")){const box=part.parentElement;
    const places=[...box.children].filter(child=>child.classList.contains("chosen"));
    box.querySelectorAll(":scope>input")[places.indexOf(part)].checked=true}}
    if(target.type==="radio"){target.checked=true;target.closest("figure").scrollIntoView();
    target.focus({preventScroll:true})}else target.scrollIntoView()};
    addEventListener("hashchange",reveal);
    addEventListener("click",event=>{if(event.target.closest("svg a"))setTimeout(reveal)});
    """

  /// A command that names this folder names it as it was opened.
  private static let placing = """
    for(const place of document.querySelectorAll(".here")){const folder=new URL(place.dataset.up,location.href);
    const name=folder.protocol==="file:"?decodeURIComponent(folder.pathname):folder.href;
    place.textContent=/[^a-zA-Z0-9:.~%_/-]/.test(name)?"'"+name.replaceAll("'","'\\\\''")+"'":name}
    """

  private static let copying = """
    for(const text of document.querySelectorAll("pre.copied")){const button=document.createElement("button");
    button.type="button";button.className="copy";button.textContent="Copy";
    button.addEventListener("click",()=>{const range=document.createRange();range.selectNodeContents(text);
    const chosen=getSelection();chosen.removeAllRanges();chosen.addRange(range);
    const done=()=>{button.textContent="Copied"};
    if(navigator.clipboard)navigator.clipboard.writeText(text.textContent).then(done,()=>{});
    else if(document.execCommand("copy"))done()});
    text.before(button)}
    """
}
