package import AsyncHTTPClient
package import Identity
import NIOCore
import NIOHTTP1

/// Gets the documents of issuers over HTTP.
package enum IssuerHTTP {
  /// Anything but what was asked for.
  private struct UnusableAnswer: Error {}

  /// Within five seconds each.
  package static func fetch(by client: HTTPClient) -> IssuerFetch {
    { address, largest in
      let response = try await client.execute(HTTPClientRequest(url: address), timeout: .seconds(5))
      guard response.status == .ok else { throw UnusableAnswer() }
      return Array(try await response.body.collect(upTo: largest).readableBytesView)
    }
  }
}
