import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import StrictJSON

/// The operator's OpenTelemetry collector, over HTTP.
struct Collector: Sendable {
  enum Answer: Sendable, Equatable {
    /// How many of the spans it does not keep.
    case taken(rejected: Int)
    /// It will not take this, however often it is sent.
    case refused(status: Int)
    /// It may take it later: after so many seconds, if it said so.
    case notNow(reason: String, after: Int?)
  }

  let url: String
  let headers: HTTPHeaders

  /// It follows no redirection: the headers are for this address. It lives as long as the process.
  private static let client = HTTPClient(
    eventLoopGroupProvider: .singleton,
    configuration: .init(redirectConfiguration: .disallow)
  )

  /// Those that pass, by the protocol.
  private static let passing: Set = [429, 502, 503, 504]

  func send(_ body: JSON, within limit: Duration) async -> Answer {
    var request = HTTPClientRequest(url: url)
    request.method = .POST
    request.headers = headers
    request.headers.replaceOrAdd(name: "Content-Type", value: "application/json")
    request.body = .bytes(ByteBuffer(string: body.text))
    let nanoseconds = Int64(max(1, limit / .nanoseconds(1)))
    do {
      let response = try await Self.client.execute(request, timeout: .nanoseconds(nanoseconds))
      let status = Int(response.status.code)
      guard (200..<300).contains(status) else {
        let after = response.headers.first(name: "Retry-After").flatMap { Int($0) }
        return Self.passing.contains(status) ? .notNow(reason: "\(status)", after: after) : .refused(status: status)
      }
      // What it says besides that it took them may be missing, or in another form: they are taken all the same.
      let answer = try? await response.body.collect(upTo: 64 * 1024)
      return .taken(rejected: Self.rejected(answer.map { Array($0.readableBytesView) } ?? []))
    } catch {
      // What a client says of an address may have it in it.
      return .notNow(reason: "\(type(of: error))", after: nil)
    }
  }

  private static func rejected(_ bytes: [UInt8]) -> Int {
    let count = (try? JSONReader.read(bytes))?["partialSuccess"]?["rejectedSpans"]
    return count?.string.flatMap { Int($0) } ?? count?.number.flatMap { Int(exactly: $0) } ?? 0
  }
}

extension Settings {
  /// Where spans go; `nil` when nothing is traced.
  /// - Throws: ``SettingsError``, when the file of headers cannot be read or has other lines.
  func collector() throws(SettingsError) -> Collector? {
    guard let endpoint = tracing.endpoint else { return nil }
    let base = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
    var headers = HTTPHeaders()
    if let file = tracing.headersFile {
      for line in try SecretFile.read(file).split(whereSeparator: \.isNewline) {
        guard let header = line.wholeMatch(of: /([A-Za-z0-9-]+):[ \t]*([!-~](?:[ -~]*[!-~])?)[ \t]*/)?.output else {
          // It does not say which line: that may be a secret.
          throw SettingsError(faults: ["tracing.headersFile: \(file) has a line that is not `name: value`"])
        }
        headers.add(name: String(header.1), value: String(header.2))
      }
    }
    return Collector(url: base + "/v1/traces", headers: headers)
  }
}
