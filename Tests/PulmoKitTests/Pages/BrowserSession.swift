import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Chromium without a window at work on one page, steered by its remote debugging pipe: real keys and a real mouse, as a reader's.
final class BrowserSession {
  struct Failure: Error { let reason: String }

  private let process = Process()
  private let folder: TemporaryFolder
  private let commands: Int32
  private let answers: Int32
  private var received = Data()
  private var session: String?
  private var count = 0

  /// Opens `document` in a window of `width` × `height` pixels.
  init(_ document: String, width: Int = 1200, height: Int = 900) throws {
    folder = try TemporaryFolder()
    try folder.write("page.html", content: document)
    // Read and write: neither waits for Chromium to open its end.
    func pipe(_ path: String) throws -> Int32 {
      guard mkfifo(path, 0o600) == 0 else { throw Failure(reason: "no pipe at \(path)") }
      return open(path, O_RDWR | O_CLOEXEC)
    }
    commands = try pipe(folder("commands"))
    answers = try pipe(folder("answers"))
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = [
      "-c", "exec \"$@\" 3<'\(folder("commands"))' 4>'\(folder("answers"))'", "bash", try #require(Browser.path), "--headless",
      "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--user-data-dir=\(folder("profile"))",
      "--window-size=\(width),\(height)", "--remote-debugging-pipe",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let target = try send("Target.createTarget", ["url": "file://\(folder("page.html"))"])
    session =
      try send("Target.attachToTarget", ["targetId": target["targetId"] as? String ?? "", "flatten": true])["sessionId"] as? String
    for _ in 0..<500 {
      if try evaluate("location.protocol === 'file:' && document.readyState === 'complete'") as? Bool == true { return }
      usleep(20_000)
    }
    throw Failure(reason: "the page does not load")
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
    close(commands)
    close(answers)
  }

  /// The value of a JavaScript expression in the page; of a promise, once it is kept.
  @discardableResult func evaluate(_ expression: String) throws -> Any? {
    let answer = try send("Runtime.evaluate", ["expression": expression, "returnByValue": true, "awaitPromise": true])
    if let exception = answer["exceptionDetails"] { throw Failure(reason: "\(expression): \(exception)") }
    return (answer["result"] as? [String: Any])?["value"]
  }

  func text(_ expression: String) throws -> String { try evaluate("String(\(expression))") as? String ?? "" }

  /// Presses and releases a key: `Tab`, `Enter` or `Space`.
  func press(_ key: String) throws {
    let (code, text) = key == "Tab" ? (9, "") : key == "Enter" ? (13, "\r") : (32, " ")
    let name = key == "Space" ? " " : key
    for type in ["keyDown", "keyUp"] {
      let typed = type == "keyDown" ? text : ""
      try send("Input.dispatchKeyEvent", ["type": type, "key": name, "code": key, "windowsVirtualKeyCode": code, "text": typed])
    }
  }

  /// Types into what has the focus.
  func type(_ text: String) throws { try send("Input.insertText", ["text": text]) }

  /// Brings the mouse over the first element of `selector`, and clicks there.
  func point(at selector: String, clicks: Bool = false) throws {
    let centre =
      "(() => { const b = document.querySelector('\(selector)').getBoundingClientRect();"
      + " return [b.x + b.width / 2, b.y + b.height / 2]; })()"
    try evaluate("document.querySelector('\(selector)').scrollIntoView({ block: 'center', behavior: 'instant' })")
    var place: [Double] = []
    // What comes into sight is laid out only then, and may push the element on: it is pointed at once it stays where it is.
    for _ in 0..<50 {
      try evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
      guard let next = try evaluate(centre) as? [Double] else { throw Failure(reason: "no \(selector)") }
      if next == place { break }
      place = next
    }
    for type in ["mouseMoved"] + (clicks ? ["mousePressed", "mouseReleased"] : []) {
      let button = type == "mouseMoved" ? "none" : "left"
      try send("Input.dispatchMouseEvent", ["type": type, "x": place[0], "y": place[1], "button": button, "clickCount": 1])
    }
  }

  /// Shows the page as on `medium`: `print` or `screen`.
  func show(on medium: String) throws { try send("Emulation.setEmulatedMedia", ["media": medium]) }

  /// - Returns: the result of the command.
  @discardableResult private func send(_ method: String, _ parameters: [String: Any]) throws -> [String: Any] {
    count += 1
    var command: [String: Any] = ["id": count, "method": method, "params": parameters]
    command["sessionId"] = session
    let bytes = try JSONSerialization.data(withJSONObject: command) + [0]
    let written = bytes.withUnsafeBytes { write(commands, $0.baseAddress, $0.count) }
    guard written == bytes.count else { throw Failure(reason: "the pipe is gone") }
    while true {
      let answer = try next()
      guard answer["id"] as? Int == count else { continue }
      if let error = answer["error"] { throw Failure(reason: "\(method): \(error)") }
      return answer["result"] as? [String: Any] ?? [:]
    }
  }

  /// The next message from Chromium, an answer or an event.
  private func next() throws -> [String: Any] {
    while true {
      if let end = received.firstIndex(of: 0) {
        let message = Data(received[received.startIndex..<end])
        received = Data(received[(end + 1)...])
        return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
      }
      var waiting = pollfd(fd: answers, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 60_000) == 1 else { throw Failure(reason: "Chromium says nothing") }
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let read = read(answers, &buffer, buffer.count)
      guard read > 0 else { throw Failure(reason: "the pipe is gone") }
      received.append(contentsOf: buffer[..<read])
    }
  }
}
