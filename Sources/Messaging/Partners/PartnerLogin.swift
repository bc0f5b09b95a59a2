import CaseCore
import StoreBase

/// How an organisation's broker user logs in.
public enum PartnerLogin: Sendable {
  /// A user that exists as it did; another with a random password.
  case kept
  case password(String)
  /// By a client certificate that has the user's name as its common name, and by no password.
  case certificate

  /// What of it stays as long as the user: each kind has names of its own.
  public enum Kind: Sendable {
    case password, certificate

    init(of user: String, of organisation: String) {
      self = PartnerNames.isByCertificate(user, of: organisation) ? .certificate : .password
    }
  }

  /// `nil` for that of the user that there is.
  private var kind: Kind? {
    switch self {
    case .kept: nil
    case .password: .password
    case .certificate: .certificate
    }
  }

  /// The user of an organisation that is new.
  func firstUser(of organisation: String) -> String {
    switch kind {
    case .certificate: PartnerNames.newCertificateUser(of: organisation)
    case .password, nil: PartnerNames.user(of: organisation)
    }
  }

  /// - Throws: when the user that there is logs in otherwise. It stays as it is: its client would be shut out.
  func require(of known: OrganisationStore.Registered) throws(OtherLogin) {
    let present = Kind(of: known.user, of: known.organisation.number)
    if let kind, kind != present { throw OtherLogin(user: known.user, kind: present) }
  }
}

/// A broker user logs in otherwise than it was asked to: it takes another user.
public struct OtherLogin: Error, Hashable, CustomStringConvertible {
  public let user: String
  /// How it does.
  public let kind: PartnerLogin.Kind

  public var description: String {
    switch kind {
    case .password: "its user \(user) has a password: partner rotate --certificate gives it one without"
    case .certificate: "its user \(user) logs in by certificate: partner rotate --password gives it another"
    }
  }
}
