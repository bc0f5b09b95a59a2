import AsyncHTTPClient
import Foundation
import Identity
import NIOCore
import NIOHTTP1

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
    // A certificate of another name than this address keeps us out too. None of that is a fault of the port.
    guard let response = try? await HTTPClient.shared.execute(HTTPClientRequest(url: address), timeout: .seconds(3))
    else {
      return [Finding(.metrics, .ok, "\(place) is set; nobody shows metrics there now, as while no instance runs here")]
    }
    let body = try? await response.body.collect(upTo: 1 << 24)
    guard response.status == .ok, let body, String(buffer: body).contains("casusregie_") else {
      return [Finding(.metrics, .fault, "\(place) is another program's: it answers, and shows no metrics of a service")]
    }
    return [Finding(.metrics, .ok, "an instance shows them at \(place)")]
  }
}
