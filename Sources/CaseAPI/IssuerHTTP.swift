package import AsyncHTTPClient
package import Identity
import NIOCore
import NIOHTTP1

/// Gets the documents of issuers over HTTP.
package enum IssuerHTTP {
  /// Anything but what was asked for.
  package struct UnusableAnswer: Error {
    package let status: Int

    package init(status: Int) { self.status = status }
  }

  /// It follows no redirection: that could lead to an address without TLS, where whoever is on the way says which keys there are, and to
  /// one that only this machine can reach. It lives as long as the process.
  package static let client = HTTPClient(
    eventLoopGroupProvider: .singleton,
    configuration: .init(redirectConfiguration: .disallow)
  )

  /// Within five seconds each.
  package static func fetch(by client: HTTPClient) -> IssuerFetch {
    { address, largest in
      let response = try await client.execute(HTTPClientRequest(url: address), timeout: .seconds(5))
      guard response.status == .ok else { throw UnusableAnswer(status: Int(response.status.code)) }
      return Array(try await response.body.collect(upTo: largest).readableBytesView)
    }
  }
}
