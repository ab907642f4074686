extension String {
  /// The text, or where it has more than `count` characters its beginning and its end with dots between, `count` in all: `blocks...conv`.
  ///
  /// A layer's name tells its block at the beginning and what it is at the end.
  func shortened(to count: Int) -> String {
    guard self.count > count else { return self }
    let dots = min(3, count)
    let kept = count - dots
    return prefix(kept - kept / 2) + String(repeating: ".", count: dots) + suffix(kept / 2)
  }
}
