import AsyncHTTPClient
import Foundation
import Identity
import NIOCore
import NIOHTTP1
import NIOSSL

extension Doctor {
  /// Whether an instance shows its metrics, or could: beside a running service the port is taken, as it should be.
  func metricsFindings() async -> [Finding] {
    guard let port = settings.metrics.port else {
      return [Finding(.metrics, .warning, "metrics.port is not set: nobody sees how much waits, and how late it is")]
    }
    guard mayUse("metrics.host") else { return [untried(.metrics, "metrics.host")] }
    let host = LoopbackAddress.isEverywhere(settings.metrics.host) ? "127.0.0.1" : settings.metrics.host
    let place = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]:\(port)" : "\(host):\(port)"
    let address = "\(settings.http.certificate == nil ? "http" : "https")://\(place)/metrics"
    guard let (status, text) = await Self.shown(at: address) else {
      return [Finding(.metrics, .ok, "\(place) is set; nobody shows metrics there now, as while no instance runs here")]
    }
    guard status == .ok, text.contains("casusregie_") else {
      return [Finding(.metrics, .fault, "\(place) is another program's: it answers, and shows no metrics of a service")]
    }
    return [Finding(.metrics, .ok, "an instance shows them at \(place)"), Self.readable(by: text)]
  }

  /// What an instance says of the published versions of workflows: another program than this one can run there, and when this one can read a
  /// version, that one need not.
  /// - Parameter text: its metrics.
  static func readable(by text: String) -> Finding {
    let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
    guard let said = lines.first(where: { $0.first.map(String.init) == "casusregie_workflow_versions_unreadable" }),
      let count = said.last.flatMap({ Double($0) })
    else {
      let message = "the instance here does not say it yet, or is of a release that cannot"
      return Finding(.readableWorkflows, .unchecked, message)
    }
    return count == 0
      ? Finding(.readableWorkflows, .ok, "the instance here can read every version that was published")
      : Finding(.readableWorkflows, .warning, "the instance here cannot read \(Int(count)) that were published")
  }

  /// - Returns: `nil` when nobody answers.
  private static func shown(at address: String) async -> (HTTPResponseStatus, String)? {
    var tls = TLSConfiguration.makeClientConfiguration()
    // The certificate is for the name of the service, and this is an address. Nothing secret is sent.
    tls.certificateVerification = .none
    let client = HTTPClient(
      eventLoopGroupProvider: .singleton,
      configuration: .init(tlsConfiguration: tls, redirectConfiguration: .disallow)
    )
    let answer: (HTTPResponseStatus, String)?
    do {
      let response = try await client.execute(HTTPClientRequest(url: address), timeout: .seconds(3))
      answer = (response.status, String(buffer: try await response.body.collect(upTo: 1 << 24)))
    } catch {
      answer = nil
    }
    // It fails when it was ended before, which nobody did.
    try? await client.shutdown()
    return answer
  }
}
