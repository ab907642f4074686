import Crypto

/// The SHA-256 of each film's file: what "the same content" and "the same data" mean.
public struct FileHashes: Sendable, Hashable, Codable {
  /// Lower-case hexadecimal SHA-256 of the file's bytes, by study id.
  public let sha256: [String: String]

  /// Hashes the files of `studies` on all processors, each read once in pieces of 1 MiB.
  /// - Throws: ``DataError`` for the first film, in the order given, whose file cannot be read.
  public init(of studies: [Study]) throws(DataError) {
    let results = studies.concurrentMap { study in Result { () throws(DataError) in try Self.sha256(ofFileAt: study.path) } }
    var hashes: [String: String] = [:]
    hashes.reserveCapacity(studies.count)
    for (study, result) in zip(studies, results) { hashes[study.id] = try result.get() }
    sha256 = hashes
  }

  init(sha256: [String: String]) { self.sha256 = sha256 }

  public subscript(study: Study) -> String? { sha256[study.id] }

  /// One SHA-256 over the whole list: of the lines `hash`, two spaces, `id`, line feed, sorted by id.
  ///
  /// It changes when any film's bytes or id change, or a film is added or taken away. It is what `sha256sum` prints, hashed again:
  /// `find . -name '*.jpeg' -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum`.
  public var digest: String {
    var hash = SHA256()
    for (id, sha256) in sha256.sorted(by: { $0.key < $1.key }) { hash.update(data: Array("\(sha256)  \(id)\n".utf8)) }
    return hexadecimal(hash.finalize())
  }

  /// The SHA-256 of the bytes of the file at `path`, in lower-case hexadecimal.
  /// - Throws: ``DataError`` where the file cannot be read.
  public static func sha256(ofFileAt path: String) throws(DataError) -> String {
    var hash = SHA256()
    try readFile(at: path) { hash.update(bufferPointer: $0) }
    return hexadecimal(hash.finalize())
  }
}

/// Two lower-case digits a byte.
private func hexadecimal(_ digest: SHA256.Digest) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
