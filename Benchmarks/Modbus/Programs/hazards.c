/* SPDX-License-Identifier: Apache-2.0 */

/* A client that misbehaves, a thousand times a second at most, until it is killed: hazards PORT NAME
 *
 * Prints a line when it has begun. */

#define _GNU_SOURCE
#include "wire.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST_CONNECTIONS = 2000, GLUED = 20 };

static uint16_t port;
/* 0 is none: standard input stays open. */
static int connections[MOST_CONNECTIONS];
static uint8_t disliked[GLUED * READ_REQUEST];
static uint8_t longest[GLUED * READ_REQUEST];

static int open_connection(void)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    /* Closing is a reset: otherwise no local port would be left after half a minute. */
    struct linger reset = {.l_onoff = 1};
    int on = 1, descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0 || connect(descriptor, (struct sockaddr *)&address, sizeof address) < 0) {
        perror("hazards");
        exit(1);
    }
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    return descriptor;
}

static bool is_gone(int descriptor)
{
    uint8_t bytes[LONGEST_FRAME];
    return recv(descriptor, bytes, sizeof bytes, MSG_DONTWAIT) == 0;
}

/* Sends a byte on so many connections, and makes them anew when the server has closed them. */
static void send_bytes(unsigned count)
{
    for (unsigned index = 0; index < count; index++) {
        if (!connections[index]) connections[index] = open_connection();
        if (send(connections[index], "", 1, MSG_NOSIGNAL) == 1 && !is_gone(connections[index])) continue;
        close(connections[index]);
        connections[index] = 0;
    }
}

static void one_byte(void)
{
    static unsigned next;
    int *connection = &connections[next++ % 500];
    if (*connection) close(*connection);
    *connection = open_connection();
    send(*connection, "", 1, MSG_NOSIGNAL);
}

static void dripping(void)
{
    send_bytes(200);
    nanosleep(&(struct timespec){.tv_nsec = 300000000}, NULL);
}

static void ask_disliked(void)
{
    uint8_t answers[GLUED * (HEADER + 2)];
    if (!connections[0]) connections[0] = open_connection();
    send(connections[0], disliked, sizeof disliked, MSG_NOSIGNAL);
    recv(connections[0], answers, sizeof answers, MSG_WAITALL);
}

static void bad_header(void)
{
    uint8_t byte;
    int descriptor = open_connection();
    send(descriptor, "\0\1\0\1\377\377\1\3", 8, MSG_NOSIGNAL);
    recv(descriptor, &byte, 1, 0);
    close(descriptor);
}

static void ask_without_reading(int *connection)
{
    if (!*connection) *connection = open_connection();
    if (send(*connection, longest, sizeof longest, MSG_NOSIGNAL | MSG_DONTWAIT) > 0) return;
    close(*connection);
    *connection = 0;
}

static void never_reading(void)
{
    static unsigned next;
    ask_without_reading(&connections[next++ % 10]);
}

/* As much as a core can answer, and more. */
static void flood(void)
{
    for (unsigned index = 0; index < 10; index++) ask_without_reading(&connections[index]);
}

static void reset_in_the_middle(void)
{
    int descriptor = open_connection();
    send(descriptor, longest, READ_REQUEST + 5, MSG_NOSIGNAL);
    close(descriptor);
}

static void crowd(void)
{
    static unsigned next;
    int *connection = &connections[next++ % MOST_CONNECTIONS];
    if (*connection) close(*connection);
    *connection = open_connection();
}

int main(int count, char **arguments)
{
    static const struct {
        const char *name;
        void (*act)(void);
    } hazards[] = {{"one byte and nothing", one_byte}, {"a byte every 300 ms", dripping},
                   {"disliked requests", ask_disliked}, {"bad headers", bad_header},
                   {"clients that never read", never_reading}, {"a flood by 10 that never read", flood},
                   {"resets", reset_in_the_middle}, {"2000 that come and go", crowd}};
    if (count != 3) return 64;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    port = (uint16_t)atoi(arguments[1]);
    for (unsigned index = 0; index < GLUED; index++) {
        uint8_t head[] = {0, 1, 0, 0, 0, 6, UNIT, READ_HOLDING_REGISTERS, 0, 0, 0, 0};
        memcpy(disliked + index * READ_REQUEST, head, sizeof head);
        head[READ_REQUEST - 1] = MOST_REGISTERS;
        memcpy(longest + index * READ_REQUEST, head, sizeof head);
    }
    for (unsigned index = 0; index < sizeof hazards / sizeof *hazards; index++) {
        if (strcmp(hazards[index].name, arguments[2])) continue;
        puts("begun");
        fflush(stdout);
        for (;;) {
            hazards[index].act();
            nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        }
    }
    return 64;
}
