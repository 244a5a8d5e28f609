import Foundation
import Report
import Testing

private let browser: URL? = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .first { FileManager.default.isExecutableFile(atPath: $0) }.map { URL(fileURLWithPath: $0) }

/// The page in a real browser, where there is one: nothing is fetched, nothing complains, no label is cut off or lies on
/// another.
@Suite("A report in Chromium", .serialized, .enabled(if: browser != nil, "there is no chromium on this machine"))
struct BrowserTests {
  /// Asks the page itself, in words that a test can read.
  ///
  /// Of a turned label only the upright box is known, which is larger than the label: it is not looked at for overlap.
  private static let question = """
    <script>
    addEventListener("load",()=>{
    for(const part of document.querySelectorAll("details.part"))part.open=true;
    const panels=[...document.querySelectorAll("svg.panel")].filter(panel=>panel.getBoundingClientRect().width>0);
    let cut=0,over=0,first="";
    for(const panel of panels){const frame=panel.getBoundingClientRect(),seen=[];
    const blame=words=>{first=first||words+" in "+panel.querySelector("title").textContent};
    for(const text of panel.querySelectorAll("text")){const box=text.getBoundingClientRect();
    if(box.left<frame.left-1||box.right>frame.right+1||box.top<frame.top-1||box.bottom>frame.bottom+1)
    {cut++;blame(text.textContent);}
    if(text.hasAttribute("transform"))continue;
    for(const [other,label] of seen){
    const wide=Math.min(box.right,other.right)-Math.max(box.left,other.left);
    const high=Math.min(box.bottom,other.bottom)-Math.max(box.top,other.top);
    if(wide>1&&high>0.35*Math.min(box.height,other.height)){over++;blame(text.textContent+" on "+label);}}
    if(box.width>0)seen.push([box,text.textContent]);}}
    const answer=document.createElement("pre");answer.id="answer";
    const wide=document.documentElement.scrollWidth>innerWidth+1;
    const links=document.querySelector("nav ul");
    if(innerWidth>=700&&links.scrollWidth>links.clientWidth){cut++;first=first||"links";}
    answer.textContent=["panels",panels.length>0,"cut",cut,"over",over,first,"wide",wide,
    "fetched",performance.getEntriesByType("resource").length].join(" ");
    if(parent!==window)parent.postMessage(answer.textContent,"*");else document.body.append(answer);});
    </script>
    """

  /// Browsers have no windows narrower than 500 pixels; a frame in one may be as narrow as a phone.
  private static func phone(_ width: Int) -> String {
    """
    <!doctype html><title>phone</title><body><iframe src="page.html" width="\(width)" height="1100"></iframe><script>
    addEventListener("message",event=>{const answer=document.createElement("pre");answer.id="answer";
    answer.textContent=event.data;document.body.append(answer);});
    </script>
    """
  }

  @Test(arguments: [(390, 0), (390, 1), (768, 0), (1280, 0), (1280, 1), (1920, 1)])
  func `opens whole, dark and light, on a phone and on a wide screen`(_ width: Int, _ scheme: Int) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hipzoo-browser-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let page = try ExaminedHome.report.page(files: "report_files")
    #expect(page.contains("</body>"))
    let file = folder.appending(path: "page.html")
    try Data(page.replacingOccurrences(of: "</body>", with: Self.question + "</body>").utf8).write(to: file)

    let opened = width < 500 ? folder.appending(path: "phone.html") : file
    if width < 500 { try Data(Self.phone(width).utf8).write(to: opened) }

    let (output, errors) = (folder.appending(path: "dom.html"), folder.appending(path: "errors.txt"))
    for sink in [output, errors] { try Data().write(to: sink) }
    let process = Process()
    process.executableURL = browser
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--window-size=\(width),1200",
      "--user-data-dir=\(folder.appending(path: "profile").path)", "--blink-settings=preferredColorScheme=\(scheme)",
      "--virtual-time-budget=4000", "--dump-dom", opened.absoluteString,
    ]
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    // Not waitUntilExit, which would hold one of the few threads that other tests serve from.
    try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in ended.resume() }
      do { try process.run() } catch { ended.resume(throwing: error) }
    }

    let dom = try String(contentsOf: output, encoding: .utf8)
    let answer = try #require(dom.components(separatedBy: "<pre id=\"answer\">").last?.prefix { $0 != "<" })
    #expect(answer == "panels true cut 0 over 0  wide false fetched 0")
    let complaints = try String(contentsOf: errors, encoding: .utf8).split(separator: "\n")
      .filter { $0.contains("CONSOLE") }
    #expect(complaints == [])
  }
}
