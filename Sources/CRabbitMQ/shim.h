// What Swift cannot reach in librabbitmq by itself: variadic functions, `struct timeval` (which belongs to another module
// on every platform), and socket options that differ per platform.

#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

static inline struct timeval crabbitmq_timeval(int64_t microseconds) {
  struct timeval time = {.tv_sec = microseconds / 1000000, .tv_usec = microseconds % 1000000};
  return time;
}

static inline int crabbitmq_open_socket(amqp_socket_t *socket, const char *host, int port, int64_t limit) {
  struct timeval time = crabbitmq_timeval(limit);
  return amqp_socket_open_noblock(socket, host, port, &time);
}

static inline int crabbitmq_next_frame(amqp_connection_state_t state, amqp_frame_t *frame, int64_t limit) {
  struct timeval time = crabbitmq_timeval(limit);
  return amqp_simple_wait_frame_noblock(state, frame, &time);
}

static inline void crabbitmq_set_handshake_timeout(amqp_connection_state_t state, int64_t limit) {
  struct timeval time = crabbitmq_timeval(limit);
  amqp_set_handshake_timeout(state, &time);
}

static inline amqp_rpc_reply_t crabbitmq_close(amqp_connection_state_t state, int64_t limit) {
  struct timeval time = crabbitmq_timeval(limit);
  amqp_set_rpc_timeout(state, &time);
  return amqp_connection_close(state, AMQP_REPLY_SUCCESS);
}

/// SASL PLAIN.
static inline amqp_rpc_reply_t crabbitmq_login_plain(
    amqp_connection_state_t state, const char *vhost, int channel_max, int frame_max, int heartbeat,
    const amqp_table_t *properties, const char *user, const char *password) {
  return amqp_login_with_properties(
      state, vhost, channel_max, frame_max, heartbeat, properties, AMQP_SASL_METHOD_PLAIN, user, password);
}

/// SASL EXTERNAL: the broker takes the user from the client certificate; `identity` may be empty.
static inline amqp_rpc_reply_t crabbitmq_login_external(
    amqp_connection_state_t state, const char *vhost, int channel_max, int frame_max, int heartbeat,
    const amqp_table_t *properties, const char *identity) {
  return amqp_login_with_properties(
      state, vhost, channel_max, frame_max, heartbeat, properties, AMQP_SASL_METHOD_EXTERNAL, identity);
}

/// While corked, the kernel joins the many small writes of librabbitmq into full segments; uncorking sends the rest.
/// Only an optimisation: a failure is harmless, so there is no result.
static inline void crabbitmq_cork(int descriptor, int corked) {
#ifdef TCP_CORK
  setsockopt(descriptor, IPPROTO_TCP, TCP_CORK, &corked, sizeof(corked));
#endif
}

/// How many bytes certainly fit in the socket's send buffer now without blocking, 0 when it is (nearly) full.
///
/// `POLLOUT` means that a third of the buffer is free; the kernel counts its own overhead, at most as much again as the
/// data, hence a sixth.
static inline int crabbitmq_writable_bytes(int descriptor) {
  struct pollfd poller = {.fd = descriptor, .events = POLLOUT};
  if (poll(&poller, 1, 0) != 1) return 0;
  int size = 0;
  socklen_t length = sizeof(size);
  if (getsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, &length) != 0) return 0;
  return size / 6;
}
