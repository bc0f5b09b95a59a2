import ArgumentParser
import AsyncHTTPClient
import Identity
import NIOCore
import NIOHTTP1
import NIOSSL
import Server

struct Health: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Asks the service on this machine whether it runs.",
    discussion: """
      For the health check of a container, which has no other program to ask with. It reads the settings of the service, and
      asks /health/live at their address. Whether the service can take commands is for a balancer to ask: /health/ready.

      Example: casusregie health --config /etc/casusregie/casusregie.json
      """
  )

  @OptionGroup var options: SettingsOptions

  /// Shorter than the time limit of the image's health check, so that this says what was wrong.
  private static let limit = TimeAmount.seconds(4)

  func run() async throws {
    try await reporting {
      let address = Self.address(of: try await options.read().http)
      let status = try await Self.status(of: address)
      guard status == 200 else { throw Failure("\(address) answers with status \(status)") }
      print("\(address) answers")
    }
  }

  /// Where the service on this machine is reached; one that listens everywhere, on the loopback.
  private static func address(of http: Settings.HTTP) -> String {
    let host =
      if LoopbackAddress.isEverywhere(http.host) { http.host.contains(":") ? "::1" : "127.0.0.1" } else { http.host }
    let scheme = http.certificate == nil ? "http" : "https"
    return "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(http.port)/health/live"
  }

  /// - Throws: ``Failure`` when no answer comes in time.
  private static func status(of address: String) async throws -> UInt {
    var tls = TLSConfiguration.makeClientConfiguration()
    // The certificate is for the name by which partners know the service. Nothing secret is sent, and nothing is believed but
    // that this process answers.
    tls.certificateVerification = .none
    var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
    configuration.connectionPool.retryConnectionEstablishment = false
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    let status: Result<UInt, any Error>
    do {
      let response = try await client.execute(HTTPClientRequest(url: address), timeout: limit)
      status = .success(response.status.code)
    } catch {
      status = .failure(Failure("\(address) does not answer: \(error)"))
    }
    try await client.shutdown()
    return try status.get()
  }
}
