import AsyncHTTPClient
import CaseAPI
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension Doctor {
  /// Why an address did not give what it was asked for over HTTP. What a library says is not passed on: it can have an address, and
  /// seldom says what to look at.
  static func reason(_ error: any Error) -> String {
    let late: [HTTPClientError] = [.connectTimeout, .readTimeout, .deadlineExceeded, .tlsHandshakeTimeout]
    switch error {
    case let error as HTTPClientError where late.contains(error): return "it does not answer in time"
    case is NIOConnectionError, is IOError: return "no connection: it has no such name, or nobody listens there"
    case is NIOSSLError, is NIOSSLExtraError:
      return "no TLS: it shows no certificate for its name that this machine trusts, or speaks no TLS"
    case is HTTPParserError: return "what answers there does not speak HTTP"
    case let answer as IssuerHTTP.UnusableAnswer: return "status \(answer.status)"
    default: return "\(type(of: error))"
    }
  }
}
