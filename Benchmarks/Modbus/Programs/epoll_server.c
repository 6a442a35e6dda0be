/* SPDX-License-Identifier: Apache-2.0 */

/* What is possible without libmodbus and without Swift: level-triggered epoll, one recv() for each readiness, answers
 * copied from an image that holds its words as they go over the wire.
 *
 *     epoll_server WORDS         serves so many registers on a free port, which it prints
 *
 * A thread named "publisher" replaces the image a thousand times a second. All words of an image are equal. */

#define _GNU_SOURCE
#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct connection {
    int descriptor;
    unsigned filled;
    struct timespec last_activity;
    uint8_t bytes[2 * LONGEST_FRAME];
};

/* Words in network byte order. */
static unsigned word_count;
/* The image that the server hasn't fetched yet. */
static _Atomic(uint8_t *) waiting;

static uint8_t *new_image(unsigned value)
{
    uint8_t *image = malloc(2 * word_count);
    if (!image) abort();
    for (unsigned index = 0; index < word_count; index++) put_word(image + 2 * index, value);
    return image;
}

static void *publish(void *unused)
{
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    for (unsigned value = 1;; value++) {
        free(atomic_exchange(&waiting, new_image(value)));
        next.tv_nsec += 1000000;
        if (next.tv_nsec >= 1000000000) {
            next.tv_nsec -= 1000000000;
            next.tv_sec++;
        }
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
    }
    return unused;
}

static unsigned exception(uint8_t *answer, const uint8_t *request, uint8_t code)
{
    put_word(answer + 4, 3);
    answer[HEADER] = request[HEADER] | 0x80;
    answer[HEADER + 1] = code;
    return HEADER + 2;
}

/* Writes the answer to a whole request; returns its length. */
static unsigned answer_to(const uint8_t *request, unsigned length, const uint8_t *image, uint8_t *answer)
{
    memcpy(answer, request, HEADER);
    uint8_t function = request[HEADER];
    if (function != READ_HOLDING_REGISTERS && function != READ_INPUT_REGISTERS)
        return exception(answer, request, ILLEGAL_FUNCTION);
    if (request[HEADER - 1] != UNIT) return exception(answer, request, GATEWAY_TARGET_FAILED);
    if (length != READ_REQUEST) return exception(answer, request, ILLEGAL_DATA_VALUE);
    unsigned address = word_at(request + HEADER + 1), quantity = word_at(request + HEADER + 3);
    if (quantity < 1 || quantity > MOST_REGISTERS) return exception(answer, request, ILLEGAL_DATA_VALUE);
    if (address + quantity > word_count) return exception(answer, request, ILLEGAL_DATA_ADDRESS);
    put_word(answer + 4, 3 + 2 * quantity);
    answer[HEADER] = function;
    answer[HEADER + 1] = (uint8_t)(2 * quantity);
    memcpy(answer + READ_ANSWER_HEAD, image + 2 * address, 2 * quantity);
    return READ_ANSWER_HEAD + 2 * quantity;
}

/* Receives once and answers all that is complete; false if the connection must end. */
static bool serve(struct connection *connection, const uint8_t *image)
{
    uint8_t *bytes = connection->bytes;
    ssize_t received =
        recv(connection->descriptor, bytes + connection->filled, sizeof connection->bytes - connection->filled, 0);
    if (received <= 0) return received < 0 && (errno == EAGAIN || errno == EINTR);
    clock_gettime(CLOCK_MONOTONIC, &connection->last_activity);
    connection->filled += (unsigned)received;
    unsigned start = 0;
    while (connection->filled - start > HEADER) {
        unsigned length = word_at(bytes + start + 4);
        if (word_at(bytes + start + 2) != 0 || length < 2 || length > LONGEST_FRAME - UNCOUNTED) return false;
        length += UNCOUNTED;
        if (connection->filled - start < length) break;
        uint8_t answer[LONGEST_FRAME];
        unsigned size = answer_to(bytes + start, length, image, answer);
        if (send(connection->descriptor, answer, size, MSG_NOSIGNAL) != (ssize_t)size) return false;
        start += length;
    }
    connection->filled -= start;
    memmove(bytes, bytes + start, connection->filled);
    return true;
}

static void accept_all(int listener, int epoll)
{
    int accepted;
    while ((accepted = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        struct connection *connection = calloc(1, sizeof *connection);
        if (!connection) abort();
        connection->descriptor = accepted;
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, accepted, &event) < 0) abort();
    }
}

/* As the Swift server sets it up: what accepted sockets inherit changes what the kernel does for them. */
static int listen_anywhere(void)
{
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
    int keep_idle = 60, keep_interval = 10, keep_count = 3, user_timeout = 30000, send = 32 * 1024, receive = 16 * 1024;
    setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(listener, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    setsockopt(listener, IPPROTO_TCP, TCP_KEEPIDLE, &keep_idle, sizeof keep_idle);
    setsockopt(listener, IPPROTO_TCP, TCP_KEEPINTVL, &keep_interval, sizeof keep_interval);
    setsockopt(listener, IPPROTO_TCP, TCP_KEEPCNT, &keep_count, sizeof keep_count);
    setsockopt(listener, IPPROTO_TCP, TCP_USER_TIMEOUT, &user_timeout, sizeof user_timeout);
    setsockopt(listener, SOL_SOCKET, SO_SNDBUF, &send, sizeof send);
    setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &receive, sizeof receive);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (bind(listener, (struct sockaddr *)&address, length) < 0 || listen(listener, 1024) < 0) return -1;
    if (getsockname(listener, (struct sockaddr *)&address, &length) < 0) return -1;
    printf("%d\n", ntohs(address.sin_port));
    return fflush(stdout) < 0 ? -1 : listener;
}

int main(int count, char **arguments)
{
    word_count = count > 1 ? (unsigned)atoi(arguments[1]) : 0;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    uint8_t *image = new_image(0);
    pthread_t publisher;
    int listener = listen_anywhere(), epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event listening = {.events = EPOLLIN, .data.ptr = NULL};
    if (listener < 0 || epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &listening) < 0 ||
        pthread_create(&publisher, NULL, publish, NULL) != 0) {
        perror("epoll_server");
        return 1;
    }
    pthread_setname_np(publisher, "publisher");

    struct epoll_event events[256];
    for (;;) {
        int ready = epoll_wait(epoll, events, 256, 1000);
        if (atomic_load_explicit(&waiting, memory_order_relaxed)) {
            uint8_t *fetched = atomic_exchange(&waiting, NULL);
            free(image);
            image = fetched;
        }
        for (int index = 0; index < ready; index++) {
            struct connection *connection = events[index].data.ptr;
            if (!connection) {
                accept_all(listener, epoll);
            } else if (!serve(connection, image)) {
                close(connection->descriptor);
                free(connection);
            }
        }
    }
}
