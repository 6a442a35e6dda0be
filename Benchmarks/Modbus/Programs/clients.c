/* SPDX-License-Identifier: Apache-2.0 */

#define _GNU_SOURCE
#include "clients.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { REQUESTS = 48 };

static uint8_t requests[REQUESTS][READ_REQUEST];

uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

void fail(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (!memory) fail("calloc");
    return memory;
}

void raise_file_limit(void)
{
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

void build_requests(unsigned words)
{
    static const unsigned quantities[] = {10, 50, 125};
    for (unsigned index = 0; index < REQUESTS; index++) {
        uint8_t *request = requests[index];
        put_word(request + 4, READ_REQUEST - UNCOUNTED);
        request[HEADER - 1] = UNIT;
        request[HEADER] = READ_HOLDING_REGISTERS;
        put_word(request + HEADER + 1, index * 61 % (words - MOST_REGISTERS + 1));
        put_word(request + HEADER + 3, quantities[index % 3]);
    }
}

struct clients *connect_clients(uint16_t port, unsigned count)
{
    struct clients *clients = allocate(1, sizeof *clients);
    clients->epoll = epoll_create1(EPOLL_CLOEXEC);
    clients->count = count;
    clients->all = allocate(count, sizeof *clients->all);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1;
    for (unsigned index = 0; index < count; index++) {
        struct client *client = &clients->all[index];
        client->descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (client->descriptor < 0) fail("socket");
        if (connect(client->descriptor, (struct sockaddr *)&address, sizeof address) < 0) fail("connect");
        setsockopt(client->descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        fcntl(client->descriptor, F_SETFL, O_NONBLOCK);
        client->request = (uint8_t)(index % REQUESTS);
        client->transaction = (uint16_t)(index * 7919);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
        if (epoll_ctl(clients->epoll, EPOLL_CTL_ADD, client->descriptor, &event) < 0) fail("epoll_ctl");
    }
    return clients;
}

void send_request(struct client *client, uint64_t time)
{
    client->request = (uint8_t)((client->request + 1) % REQUESTS);
    uint8_t *request = requests[client->request];
    put_word(request, ++client->transaction);
    client->filled = 0;
    client->waits = true;
    client->sent_at = time;
    if (send(client->descriptor, request, READ_REQUEST, MSG_NOSIGNAL) != READ_REQUEST) fail("send");
}

/* Receives; true if the answer is complete by then. */
static bool receive(struct client *client)
{
    ssize_t count =
        recv(client->descriptor, client->answer + client->filled, sizeof client->answer - client->filled, 0);
    if (count < 0 && errno == EAGAIN) return false;
    if (count <= 0) fail("the server closed a connection");
    client->filled += (uint16_t)count;
    if (client->filled < HEADER || client->filled < UNCOUNTED + word_at(client->answer + 4)) return false;
    client->waits = false;
    return true;
}

/* Counts what isn't as it must be. */
static void check(struct clients *clients, const struct client *client)
{
    const uint8_t *answer = client->answer, *request = requests[client->request];
    unsigned bytes = 2 * word_at(request + HEADER + 3);
    if (client->filled != READ_ANSWER_HEAD + bytes || word_at(answer) != client->transaction ||
        word_at(answer + 2) != 0 || word_at(answer + 4) != 3 + bytes || answer[HEADER - 1] != UNIT ||
        answer[HEADER] != request[HEADER] || answer[HEADER + 1] != bytes) {
        clients->wrong++;
        return;
    }
    const uint8_t *values = answer + READ_ANSWER_HEAD;
    if (memcmp(values, values + 2, bytes - 2) != 0) clients->torn++;
    if (word_at(values) != clients->last_value) {
        clients->last_value = word_at(values);
        clients->changes++;
    }
}

void take_answers(struct clients *clients, uint64_t timeout, bool hurried)
{
    struct epoll_event events[256];
    struct timespec wait = {.tv_sec = (time_t)(timeout / SECOND), .tv_nsec = (long)(timeout % SECOND)};
    int ready = epoll_pwait2(clients->epoll, events, 256, &wait, NULL);
    for (int index = 0; index < ready; index++) {
        struct client *client = events[index].data.ptr;
        if (!receive(client)) continue;
        uint64_t time = now(), latency = (time - client->sent_at) / 1000;
        check(clients, client);
        clients->answered++;
        clients->latencies[latency < LONGEST_LATENCY ? latency : LONGEST_LATENCY]++;
        if (hurried) send_request(client, time);
    }
}

unsigned percentile(const struct clients *clients, double share)
{
    uint64_t all = 0, seen = 0;
    for (unsigned latency = 0; latency <= LONGEST_LATENCY; latency++) all += clients->latencies[latency];
    for (unsigned latency = 0; latency < LONGEST_LATENCY; latency++) {
        seen += clients->latencies[latency];
        if ((double)seen > (double)all * share) return latency;
    }
    return LONGEST_LATENCY;
}

void forget_latencies(struct clients *clients) { memset(clients->latencies, 0, sizeof clients->latencies); }
