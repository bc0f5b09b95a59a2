extension Doctor {
  /// What is looked at. Programs tell findings apart by it, and a code keeps its meaning in later releases.
  public enum Code: String, CaseIterable, Sendable {
    case settings
    case settingsFile = "files.settings"
    case secretFiles = "files.secrets"
    case keyring = "keyring.opens"
    case keysOfCases = "keyring.cases"
    case ownCertificate = "certificates.own"
    case authorities = "certificates.authorities"
    case serverCertificates = "certificates.servers"
    case workflowFolder = "workflows.folder"
    case publishedWorkflows = "workflows.published"
    case databaseConnection = "database.connection"
    case databaseEncryption = "database.encryption"
    case databaseVersion = "database.version"
    case databasePrimary = "database.primary"
    case databaseSessions = "database.sessions"
    case databaseRole = "database.role"
    case databaseSchema = "database.schema"
    case localClock = "database.local-clock"
    case databaseClock = "database.clock"
    case databaseDurability = "database.durability"
    case databaseStandby = "database.standby"
    case databaseConnections = "database.connections"
    case brokerConnection = "broker.connection"
    case brokerEncryption = "broker.encryption"
    case brokerVersion = "broker.version"
    case brokerPublish = "broker.publish"
    case brokerRead = "broker.read"
    case brokerManagement = "broker.management"
    case brokerAlarms = "broker.alarms"
    case issuers = "identity.issuers"
    case issuerKeys = "identity.keys"
    case issuerClock = "identity.clock"
    case metrics = "metrics.port"
    case disk
  }
}
